using System.Collections.Immutable;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Counts of rows by true class (outer list) and predicted class (inner list).</summary>
public sealed class ConfusionMatrix
{
    internal ConfusionMatrix(double[][] counts, string[] classNames)
    {
        Counts = counts.Select(row => (IReadOnlyList<double>)row.ToImmutableArray()).ToImmutableArray();
        ClassNames = classNames;
        PerClassPrecision = [.. Enumerable.Range(0, counts.Length).Select(c => Fraction(counts[c][c], counts.Sum(row => row[c])))];
        PerClassRecall = [.. Enumerable.Range(0, counts.Length).Select(c => Fraction(counts[c][c], counts[c].Sum()))];
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => Counts.Count;

    internal IReadOnlyList<string> ClassNames { get; }

    public string GetFormattedConfusionTable() => ConfusionTable.Format(this);

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckIndex(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckIndex(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private void CheckIndex(int index, string name) => Contracts.CheckParam(
        index >= 0 && index < NumberOfClasses, name, "Invalid index. Should be non-negative, less than the number of classes.");

    private static double Fraction(double part, double whole) => whole > 0 ? part / whole : 0;
}
