using System.Globalization;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Rows of one class to learn, and rows of that class and of others to tell apart.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="Training">Rows to learn.</param>
/// <param name="Ordinary">Other rows of the class.</param>
/// <param name="Strange">Rows of other classes.</param>
/// <param name="ArePixels">Whether values are within 0 to 1; else each slot is Gaussian and of a unit of its own.</param>
internal sealed record OneClassRows(string Name, FeatureMatrix Training, FeatureMatrix Ordinary, FeatureMatrix Strange, bool ArePixels)
{
    public static OneClassRows OfImages(string set, int label, LabeledImages train, LabeledImages test) => new(
        $"{set}:{label}",
        train.Where(other => other == label).Images,
        test.Where(other => other == label).Images,
        test.Where(other => other != label).Images,
        ArePixels: true);

    /// <summary>
    /// A table of numbers with the class last. Every third row of the class is for the test, and every second row of others; where test
    /// rows must not be looked at, they are left out, and the test rows are taken from the rest.
    /// </summary>
    /// <param name="name">As in the results.</param>
    /// <param name="path">Lines of numbers; others are left out.</param>
    /// <param name="label">The class to learn.</param>
    /// <param name="fields">Numbers of a line.</param>
    /// <param name="isValidation">Whether test rows must not be looked at.</param>
    public static OneClassRows OfTable(string name, string path, int label, int fields, bool isValidation)
    {
        float[][] rows = [.. File.ReadLines(path).Select(line => line.Split(',')).Where(line => line.Length == fields)
            .Select(line => Array.ConvertAll(line, value => float.Parse(value, CultureInfo.InvariantCulture)))];
        float[][] own = [.. rows.Where(row => row[^1] == label)], others = [.. rows.Where(row => row[^1] != label)];
        if (isValidation)
        {
            own = [.. own.Where((_, row) => row % 3 != 0)];
            others = [.. others.Where((_, row) => row % 2 != 0)];
        }
        else
        {
            others = [.. others.Where((_, row) => row % 2 == 0)];
        }

        return new(
            name,
            Matrix(own.Where((_, row) => row % 3 != 0)),
            Matrix(own.Where((_, row) => row % 3 == 0)),
            Matrix(others),
            ArePixels: false);

        FeatureMatrix Matrix(IEnumerable<float[]> some) => new(Likelihood.Gaussian(fields - 1), [.. some.SelectMany(row => row[..^1])]);
    }
}
