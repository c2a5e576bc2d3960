using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>The distribution of a column in two tables, over the same bins.</summary>
/// <param name="Name">The column.</param>
/// <param name="Edges">
/// Of numbers, edges of the bins, one more than there are bins: the outer ones hold all that lies beyond, too. Empty of categories.
/// </param>
/// <param name="Categories">
/// Of categories, a bin for each of the 15 most common ones of the training rows, then "others" where there are more. Empty of numbers.
/// </param>
/// <param name="Real">Share of training rows in each bin; rows whose cell is missing count, and lie in none.</param>
/// <param name="Synthetic">Share of synthetic rows in each bin.</param>
public sealed record ColumnDistribution(
    string Name,
    ImmutableArray<double> Edges,
    ImmutableArray<string> Categories,
    ImmutableArray<double> Real,
    ImmutableArray<double> Synthetic)
{
    private const int NumberBins = 30, MaxCategories = 15;

    /// <summary>Share of values on each side that only the outer bins show, so that a few large ones do not hide the rest.</summary>
    private const double Tail = 0.005;

    /// <summary>Whether the column holds numbers.</summary>
    [JsonIgnore]
    public bool IsNumber => Categories.IsEmpty;

    internal static ImmutableArray<ColumnDistribution> Of(CodedTable real, CodedTable synthetic) =>
        [.. real.Columns.Zip(
            synthetic.Columns, (first, second) => first.IsNumber ? OfNumbers(first, second) : OfCategories(first, second))];

    private static ColumnDistribution OfNumbers(CodedColumn real, CodedColumn synthetic)
    {
        double[] sorted = [.. real.Cells.Where(double.IsFinite).Order()];
        (double low, double high) = sorted.Length == 0 ? (0, 0)
            : (sorted[(int)(Tail * (sorted.Length - 1))], sorted[(int)Math.Ceiling((1 - Tail) * (sorted.Length - 1))]);
        bool whole = high - low < NumberBins && sorted.All(double.IsInteger); // then a bin for each whole number
        (double start, double width, int bins) =
            whole ? (low - 0.5, 1, (int)(high - low) + 1) : (low, (high - low) / NumberBins, NumberBins);
        if (width == 0)
        {
            (start, width, bins) = (low - 0.5, 1, 1);
        }

        Func<double, int> bin = cell => (int)Math.Clamp(Math.Floor((cell - start) / width), 0, bins - 1);
        return new(
            real.Name,
            [.. Enumerable.Range(0, bins + 1).Select(edge => start + (edge * width))],
            [],
            Shares(real.Cells, bins, bin),
            Shares(synthetic.Cells, bins, bin));
    }

    private static ColumnDistribution OfCategories(CodedColumn real, CodedColumn synthetic)
    {
        int[] common = [.. real.Cells.Where(cell => !double.IsNaN(cell)).CountBy(cell => (int)cell)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MaxCategories).Select(count => count.Key)];
        string[] others = real.Categories.Length > common.Length || common.Length == 0 ? ["others"] : [];
        Func<double, int> bin = cell => Array.IndexOf(common, (int)cell) is >= 0 and var place ? place : common.Length;
        return new(
            real.Name,
            [],
            [.. common.Select(code => real.Categories[code]), .. others],
            Shares(real.Cells, common.Length + others.Length, bin),
            Shares(synthetic.Cells, common.Length + others.Length, bin));
    }

    private static ImmutableArray<double> Shares(double[] cells, int bins, Func<double, int> bin)
    {
        int[] counts = new int[bins];
        foreach (double cell in cells)
        {
            if (!double.IsNaN(cell))
            {
                counts[bin(cell)]++;
            }
        }

        return [.. counts.Select(count => count / (double)cells.Length)];
    }
}
