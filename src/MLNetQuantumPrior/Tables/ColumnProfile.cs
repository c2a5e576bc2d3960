namespace MLNetQuantumPrior;

/// <summary>What is known of a column of the training table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Categories">How many categories it has; 0 of numbers.</param>
/// <param name="Numbers">The distribution of its numbers; null of categories.</param>
/// <param name="MissingShare">Share of the cells that are missing, from 0 to 1.</param>
internal sealed record ColumnProfile(string Name, int Categories, NumberQuantiles? Numbers, double MissingShare)
{
    /// <summary>Whether its cells are codes of categories rather than numbers.</summary>
    public bool IsCategory => Numbers is null;

    /// <summary>The profile of a column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cells">Numbers, NaN where one is missing; at least one that is not.</param>
    /// <param name="decimals">Digits behind the point; null finds them.</param>
    public static ColumnProfile OfNumbers(string name, ReadOnlySpan<double> cells, int? decimals = null)
    {
        double[] present = [.. cells.ToArray().Where(cell => !double.IsNaN(cell))];
        return new(name, 0, NumberQuantiles.Of(present, decimals), 1 - (present.Length / (double)cells.Length));
    }

    /// <summary>The profile of a column of categories.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="categories">How many there are, at least 1.</param>
    /// <param name="cells">Codes, NaN where one is missing.</param>
    public static ColumnProfile OfCategories(string name, int categories, ReadOnlySpan<double> cells) =>
        new(name, categories, null, cells.ToArray().Count(double.IsNaN) / (double)cells.Length);
}
