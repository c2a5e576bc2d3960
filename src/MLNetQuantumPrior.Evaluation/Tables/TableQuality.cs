using Microsoft.ML;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>How alike a column is in two tables.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Shape">
/// Of cells that are not missing: 1 less the Kolmogorov-Smirnov distance of numbers, or the total variation distance of categories.
/// </param>
/// <param name="MissingCells">1 less the difference of the shares of missing cells.</param>
/// <param name="Coverage">
/// Part of the real range of numbers, or of the real categories, that the synthetic cells reach (SDMetrics: RangeCoverage,
/// CategoryCoverage).
/// </param>
/// <param name="Adherence">
/// Share of the synthetic cells within the real range, or of a real category (SDMetrics: BoundaryAdherence, CategoryAdherence). Missing
/// cells do not count.
/// </param>
public sealed record ColumnQuality(string Name, double Shape, double MissingCells, double Coverage, double Adherence);

/// <summary>How alike the dependence of two columns is in two tables.</summary>
/// <param name="First">Name of a column.</param>
/// <param name="Second">Name of another one.</param>
/// <param name="Trend">
/// Of two columns of numbers, 1 less half the difference of their correlations; NaN where the real ones have no correlation, since one of
/// them is constant. Else 1 less the total variation distance of the two tables of counts, numbers in 10 bins of equal width.
/// </param>
public sealed record PairQuality(string First, string Second, double Trend);

/// <summary>
/// How alike a synthetic table is to a real one, column by column and pair by pair: 1 where they are the same. Two samples of one
/// distribution stay below 1 by what chance leaves, about one over the root of the number of rows.
/// </summary>
/// <param name="Columns">Each column, in the order of the real table.</param>
/// <param name="Pairs">Each pair of columns.</param>
/// <remarks>
/// The measures are those of SDMetrics: KSComplement, TVComplement, MissingValueSimilarity, RangeCoverage, CategoryCoverage,
/// BoundaryAdherence, CategoryAdherence, CorrelationSimilarity and ContingencySimilarity. They say nothing of
/// dependences of three columns, and nothing of privacy: a copy of the real table scores best.
/// </remarks>
/// <example>
/// <code>
/// TableQuality quality = TableQuality.Of(train, generated);
/// Console.WriteLine($"shapes {quality.Shapes:F3}, trends {quality.Trends:F3}");
/// </code>
/// </example>
public sealed record TableQuality(ImmutableArray<ColumnQuality> Columns, ImmutableArray<PairQuality> Pairs)
{
    /// <summary>Mean of <see cref="ColumnQuality.Shape"/>.</summary>
    public double Shapes => Columns.Average(column => column.Shape);

    /// <summary>Mean of <see cref="PairQuality.Trend"/> over the pairs that have one; NaN where none has.</summary>
    public double Trends =>
        Pairs.Select(pair => pair.Trend).Where(trend => !double.IsNaN(trend)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Compares views, as <see cref="TableColumn.AllOf"/> reads them.</summary>
    /// <param name="real">The table to be like.</param>
    /// <param name="synthetic">A table with columns of the same names and kinds, in any order; further ones do not count.</param>
    /// <exception cref="ArgumentException">
    /// A column of the real table is missing, of another kind, or of a type that is neither of numbers nor of categories; or a table has no
    /// rows or no columns.
    /// </exception>
    public static TableQuality Of(IDataView real, IDataView synthetic) => Of(TableColumn.AllOf(real), TableColumn.AllOf(synthetic));

    /// <summary>Compares tables.</summary>
    /// <param name="real">Columns of the table to be like.</param>
    /// <param name="synthetic">Columns of the same names and kinds, in any order; further ones do not count.</param>
    /// <exception cref="ArgumentException">
    /// A column of the real table is missing or of another kind, columns of a table differ in length, or a table has no rows or no columns.
    /// </exception>
    public static TableQuality Of(IReadOnlyList<TableColumn> real, IReadOnlyList<TableColumn> synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        TableColumn[] drawn = Partners(real, synthetic, nameof(synthetic));
        return new(
            [.. real.Zip(drawn, (first, second) => new ColumnQuality(
                first.Name,
                ColumnShape.Of(first, second),
                1 - Math.Abs(first.MissingShare - second.MissingShare),
                ColumnCoverage.Of(first, second),
                ColumnCoverage.Adherence(first, second)))],
            [.. from first in Enumerable.Range(0, drawn.Length)
                from second in Enumerable.Range(first + 1, drawn.Length - first - 1)
                select new PairQuality(
                    real[first].Name,
                    real[second].Name,
                    PairTrend.Of((real[first], real[second]), (drawn[first], drawn[second])))]);
    }

    /// <summary>The columns of a table that have the names of the real ones, in their order, if both tables have rows.</summary>
    internal static TableColumn[] Partners(IReadOnlyList<TableColumn> real, IReadOnlyList<TableColumn> other, string table)
    {
        CheckRows(real, nameof(real));
        TableColumn[] partners = [.. real.Select(column => Partner(column, other, table))];
        CheckRows(partners, table);
        return partners;
    }

    private static TableColumn Partner(TableColumn real, IReadOnlyList<TableColumn> other, string table)
    {
        TableColumn partner = other.FirstOrDefault(column => column.Name == real.Name) ?? throw new ArgumentException(
            $"Column '{real.Name}': expected it in the {table} table, got {string.Join(", ", other.Select(column => column.Name))}.",
            table);
        return partner.IsNumber == real.IsNumber ? partner : throw new ArgumentException(
            $"Column '{real.Name}': expected {Kind(real)} as in the real table, got {Kind(partner)} in the {table} table.", table);
    }

    private static void CheckRows(IReadOnlyList<TableColumn> columns, string table)
    {
        int[] rows = [.. columns.Select(column => column.Rows).Distinct()];
        if (rows is not [> 0])
        {
            string got = rows.Length == 0 ? "no columns" : string.Join(", ", rows);
            throw new ArgumentException($"Table '{table}': expected columns of one length above 0, got {got}.", table);
        }
    }

    private static string Kind(TableColumn column) => column.IsNumber ? "numbers" : "categories";
}
