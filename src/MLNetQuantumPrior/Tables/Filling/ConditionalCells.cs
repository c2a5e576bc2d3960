using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>A column given all others: each draw is one of one of its trees, so that what the trees do not agree on is uncertain.</summary>
/// <param name="Trees">One or more; of each the column is the last in the order.</param>
internal sealed record ConditionalCells(ImmutableArray<ColumnTrees> Trees) : ICellSource
{
    /// <inheritdoc/>
    public ImmutableArray<int> Order => Trees[0].Order;

    /// <inheritdoc/>
    /// <param name="column">Number of the column.</param>
    /// <param name="row">The other cells of the row.</param>
    /// <param name="allowed">What may be had.</param>
    /// <param name="random">Random numbers of the row.</param>
    /// <param name="mass">Receives the probability of the part that may be had, of the tree that was picked.</param>
    public double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass) =>
        Trees[(int)(Uniform.Next(ref random) * Trees.Length)].Draw(column, row, allowed, ref random, out mass);
}
