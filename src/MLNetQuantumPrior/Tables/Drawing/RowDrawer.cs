using System.Buffers;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Draws the cells of a row, one column after another: each from what its source gives it, less what rules exclude and what is not given.
/// Immutable and safe for concurrent calls.
/// </summary>
/// <remarks>
/// Without anything given, rows are draws of the model as it is: each column's distribution, renormalised over what the rules leave. With
/// something given, rows weighted by exp(log weight) are draws of the same model conditioned on it: a cell's weight is the probability of
/// what is given of it, within what the rules leave.
/// </remarks>
/// <param name="source">Where cells come from.</param>
/// <param name="columns">All columns of the table.</param>
/// <param name="rules">What holds in every row; null for nothing.</param>
internal sealed class RowDrawer(ICellSource source, ImmutableArray<ColumnProfile> columns, IRowRules? rules)
{
    private const int MostOnStack = 512;

    private readonly int[] _computed = [.. Enumerable.Range(0, columns.Length).Except(source.Order)];

    /// <summary>All columns of the table.</summary>
    public ImmutableArray<ColumnProfile> Columns => columns;

    /// <summary>Draws a row. Allocates nothing for tables of usual width.</summary>
    /// <param name="bits">The row's latents, 0 or 1. <c>[latents]</c></param>
    /// <param name="decoded">What the decoder makes of them: scaled expected slots. <c>[slots]</c></param>
    /// <param name="given">What each cell may be, <c>[columns]</c>; empty where nothing is given.</param>
    /// <param name="random">Random numbers of the row.</param>
    /// <param name="cells">Receives the row. <c>[columns]</c></param>
    /// <param name="leastMass">
    /// What a given cell counts for at least, so that no cell rules a row out; 0 where rows that cannot be are to have no weight.
    /// </param>
    /// <returns>The log of the row's weight: 0 where nothing is given, minus infinity where the row is not as given.</returns>
    public double Draw(
        ReadOnlySpan<float> bits,
        ReadOnlySpan<float> decoded,
        ReadOnlySpan<CellSet> given,
        ref SplitMix64 random,
        Span<double> cells,
        double leastMass = 0)
    {
        bool[]? rented = columns.Length > MostOnStack ? ArrayPool<bool>.Shared.Rent(2 * columns.Length) : null;
        Span<bool> known = rented is null ? stackalloc bool[2 * columns.Length] : rented.AsSpan(0, 2 * columns.Length);
        known.Clear();
        var row = new RowContext(bits, decoded, cells);
        double logWeight = 0;
        if (given.IsEmpty)
        {
            DrawAny(row, ref random, cells, known[..columns.Length]);
        }
        else
        {
            logWeight = DrawGiven(row, given, ref random, cells, known[..columns.Length], known[columns.Length..], leastMass);
        }

        rules?.Complete(cells);
        for (int k = 0; k < _computed.Length && !given.IsEmpty; k++)
        {
            int column = _computed[k];
            logWeight += given[column].Has(columns[column], cells[column]) ? 0 : Math.Log(leastMass);
        }

        if (!given.IsEmpty && rules?.HoldsIn(cells) == false)
        {
            logWeight += Math.Log(leastMass); // without anything given, the caller draws again
        }

        if (rented is not null)
        {
            ArrayPool<bool>.Shared.Return(rented);
        }

        return logWeight;
    }

    private void DrawAny(in RowContext row, ref SplitMix64 random, Span<double> cells, Span<bool> known)
    {
        foreach (int column in source.Order)
        {
            CellSet allowed = rules?.Narrow(column, cells, known, CellSet.All) ?? CellSet.All;
            cells[column] = source.Draw(column, row, allowed, ref random, out _);
            known[column] = true;
        }
    }

    /// <summary>
    /// Cells of which only one value is given are known from the start, so that rules keep earlier cells from contradicting them.
    /// </summary>
    private double DrawGiven(
        in RowContext row,
        ReadOnlySpan<CellSet> given,
        ref SplitMix64 random,
        Span<double> cells,
        Span<bool> known,
        Span<bool> drawn,
        double leastMass)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            known[column] = given[column].IsOne(out double value);
            cells[column] = value;
        }

        double logWeight = 0;
        foreach (int column in source.Order)
        {
            CellSet possible = rules?.Narrow(column, cells, drawn, CellSet.All) ?? CellSet.All;
            CellSet allowed = rules?.Narrow(column, cells, known, given[column]) ?? given[column];
            SplitMix64 same = random;
            cells[column] = source.Draw(column, row, allowed, ref random, out double mass);
            if (!possible.IsAll)
            {
                source.Draw(column, row, possible, ref same, out double all);
                mass = all > 0 ? Math.Min(1, mass / all) : 0;
            }

            logWeight += given[column].IsAll && possible.IsAll ? 0 : Math.Log(Math.Max(mass, leastMass));
            known[column] = drawn[column] = true;
        }

        return logWeight;
    }
}
