using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Where the cells of a row come from, one after another: the distribution of each column given the row's bits and the columns before it in
/// <see cref="Order"/>. Immutable and safe for concurrent calls.
/// </summary>
internal interface ICellSource
{
    /// <summary>Numbers of the columns in the order in which a row's cells are drawn.</summary>
    ImmutableArray<int> Order { get; }

    /// <summary>Draws a cell from its distribution, of which only a part may be had.</summary>
    /// <param name="column">Number of the column.</param>
    /// <param name="row">What is known of the row: its bits, and the cells of all columns before this one in the order.</param>
    /// <param name="allowed">What may be had.</param>
    /// <param name="random">Random numbers of the row.</param>
    /// <param name="mass">
    /// Receives the probability of the part that may be had, by which a row is weighted; 0 where it has none, and what comes back then is
    /// an allowed value nevertheless, if there is any.
    /// </param>
    double Draw(int column, in RowContext row, in CellSet allowed, ref SplitMix64 random, out double mass);
}

/// <summary>What is known of a row while its cells are drawn.</summary>
/// <param name="bits">Its latents, 0 or 1. <c>[latents]</c></param>
/// <param name="decoded">What the decoder makes of them: scaled expected slots. <c>[slots]</c></param>
/// <param name="cells">Cells so far. <c>[columns]</c></param>
internal readonly ref struct RowContext(ReadOnlySpan<float> bits, ReadOnlySpan<float> decoded, ReadOnlySpan<double> cells)
{
    public readonly ReadOnlySpan<float> Bits = bits;

    public readonly ReadOnlySpan<float> Decoded = decoded;

    public readonly ReadOnlySpan<double> Cells = cells;
}
