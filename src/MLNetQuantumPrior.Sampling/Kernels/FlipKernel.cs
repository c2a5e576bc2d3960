namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Sweeps one chain of a dense model in time that grows with the flips, not with the visits: it keeps the local fields of all spins,
/// decides 16 visits at once, and mends the fields at each flip. It gives the spins of <see cref="ScalarKernel"/>.
/// </summary>
/// <remarks>
/// Each random number u decides its spin once, so it can be turned into a threshold of the local field before the field is known:
/// +1 iff beta f is below -logit(u) / 2. All visits of a block are compared at once; the first that flips adds its row of couplings to the
/// fields, and the visits behind it are compared again with the same numbers.
/// <para>
/// Kept fields are rounded otherwise than the sums of the reference, so a visit whose field is nearer to its threshold than all roundings
/// together can take it is decided as the reference does it. That is rare, and the spins are the same in every bit.
/// </para>
/// </remarks>
internal abstract class FlipKernel
{
    /// <summary>The kernel of this machine's widest registers; null where it has none.</summary>
    public static FlipKernel? Widest => GibbsKernel.Available[0].Flips;

    /// <summary>Floats of a register.</summary>
    public abstract int Lanes { get; }

    /// <summary>Finds the local fields of all visits from the spins.</summary>
    public abstract void FindFields(DenseCouplings couplings, ReadOnlySpan<float> spins, Span<float> fields);

    /// <summary>Visits every spin once.</summary>
    /// <param name="task">The update, and what the reference reads.</param>
    /// <param name="couplings">The same couplings in rows.</param>
    /// <param name="scale">The factor from a local field to the exponent of 2, see <see cref="GibbsDraw.Scale"/>.</param>
    /// <param name="chain">The chain.</param>
    /// <returns>How many spins flipped.</returns>
    public abstract int Sweep(GibbsTask task, DenseCouplings couplings, float scale, FlipChain chain);

    /// <summary>The energy of a chain, with the same bits as <see cref="IsingModel.KernelEnergy"/>.</summary>
    /// <param name="couplings">The model, in a layout that has <see cref="DenseRows.LowerEnd"/>.</param>
    /// <param name="spins">The spins in the order of the graph.</param>
    /// <param name="sums">Working memory, one number a spin.</param>
    public abstract double Energy(DenseCouplings couplings, ReadOnlySpan<float> spins, Span<double> sums);

    /// <summary>The numbers of 16 random streams, laid out [step, lane].</summary>
    /// <param name="starts">Their words, laid out [word, lane].</param>
    /// <param name="numbers">Where to.</param>
    public abstract void FillNumbers(ReadOnlySpan<uint> starts, Span<uint> numbers);
}
