using MathNet.Numerics.Distributions;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A hidden normal variable, cut into intervals as wide as the shares of a column's values in their order.</summary>
internal sealed class HiddenNormal
{
    private readonly double[] _values, _upTo;

    private HiddenNormal(int column, bool saysMissing, double[] cells, double[] order)
    {
        (Column, SaysMissing) = (column, saysMissing);
        Dictionary<double, int> counts = cells.Where(cell => !double.IsNaN(cell)).CountBy(cell => cell)
            .ToDictionary(count => count.Key, count => count.Value);
        double present = counts.Values.Sum(), below = 0;
        (_values, _upTo) = (order, new double[order.Length]);
        var scores = new Dictionary<double, double>();
        for (int k = 0; k < order.Length; k++)
        {
            double low = below / present, high = (below += counts[order[k]]) / present;
            scores[order[k]] = (Density(low) - Density(high)) / (high - low);
            _upTo[k] = high;
        }

        Scores = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? double.NaN : scores[cell]);
    }

    /// <summary>Number of the column.</summary>
    public int Column { get; }

    /// <summary>Whether its values say that a cell is missing, 1, or not, 0.</summary>
    public bool SaysMissing { get; }

    /// <summary>Mean of the variable in the interval of each cell's value; NaN where one is missing.</summary>
    public double[] Scores { get; }

    /// <summary>A variable for a column's values, and one for whether they are missing where only some are.</summary>
    /// <param name="column">The column.</param>
    /// <param name="number">Its number.</param>
    /// <param name="guide">A number for each row, by whose means categories are ordered; null to order them by frequency.</param>
    public static IEnumerable<HiddenNormal> Of(CodedColumn column, int number, double[]? guide)
    {
        double[] present = [.. column.Cells.Where(cell => !double.IsNaN(cell))];
        if (present.Length > 0)
        {
            yield return new(number, false, column.Cells, column.IsNumber ? [.. present.Distinct().Order()] : Ordered(column.Cells, guide));
        }

        if (present.Length < column.Cells.Length)
        {
            yield return new(
                number, true, Array.ConvertAll(column.Cells, cell => double.IsNaN(cell) ? 1.0 : 0), present.Length > 0 ? [0, 1] : [1]);
        }
    }

    /// <summary>Numbers of a target that order categories: its own, or 0 and 1 of two categories; null of more.</summary>
    public static double[]? Guide(CodedColumn target)
    {
        double[] values = [.. target.Cells.Where(cell => !double.IsNaN(cell)).Distinct()];
        return target.IsNumber ? Of(target, 0, null).First().Scores
            : values.Length == 2 ? Array.ConvertAll(target.Cells, cell => double.IsNaN(cell) ? double.NaN : cell == values[1] ? 1.0 : 0)
            : null;
    }

    /// <summary>The value at a place in [0, 1].</summary>
    public double ValueAt(double share)
    {
        int at = Array.BinarySearch(_upTo, share);
        return _values[Math.Min(at >= 0 ? at : ~at, _values.Length - 1)];
    }

    private static double[] Ordered(double[] cells, double[]? guide) =>
        [.. cells.Select((cell, row) => (Cell: cell, Guide: guide?[row] ?? -1))
            .Where(pair => !double.IsNaN(pair.Cell)).GroupBy(pair => pair.Cell)
            .OrderBy(group => guide is null ? -group.Count()
                : group.Where(pair => !double.IsNaN(pair.Guide)).Select(pair => pair.Guide).DefaultIfEmpty(0).Average())
            .ThenBy(group => group.Key).Select(group => group.Key)];

    /// <summary>The normal density at the quantile of a share.</summary>
    private static double Density(double share) => share is <= 0 or >= 1 ? 0 : Normal.PDF(0, 1, Normal.InvCDF(0, 1, share));
}
