using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Advances a block of chains in lock-step. A block holds <see cref="Lanes"/> chains or a multiple of four times as many. Spins are singles
/// laid out [spin, chain]; streams are the four xoshiro words laid out [word, chain].
/// Every kernel gives a chain the same spins, whatever its width.
/// </summary>
internal abstract class GibbsKernel
{
    /// <summary>The kernels that this machine runs in hardware, widest first; the plain scalar reference is last.</summary>
    public static ImmutableArray<GibbsKernel> Available { get; } = [.. Detect()];

    /// <summary>Chains of one register.</summary>
    public abstract int Lanes { get; }

    /// <summary>Draws every spin of every chain, -1 or +1 with equal probability.</summary>
    public abstract void Randomize(Span<float> spins, Span<uint> streams);

    /// <summary>Visits every spin once.</summary>
    /// <param name="task">What to read, the same for all chains.</param>
    /// <param name="scales">The factor from a local field to the exponent of 2, see <see cref="GibbsDraw.Scale"/>: one a chain.</param>
    /// <param name="spins">The spins, which the sweep replaces.</param>
    /// <param name="streams">The random streams, which the sweep advances.</param>
    /// <param name="groups">The indices of all groups, as <see cref="PackGroups"/> wrote them; the sweep keeps them current.</param>
    /// <param name="changes">
    /// The change of energy that the sweep makes, one number a chain, added to what is there; only where the task asks for it.
    /// </param>
    public abstract void Sweep(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes);

    /// <summary>
    /// Writes the index of every group and chain, laid out [group, chain]: bit k is set where spin k of the group is -1.
    /// </summary>
    public abstract void PackGroups(SpinGroups groups, ReadOnlySpan<float> spins, Span<uint> indices, int chains);

    /// <summary>Whether <see cref="Sweep"/> gains from <see cref="GibbsTask.Tables"/>.</summary>
    public abstract bool HasTables { get; }

    /// <summary>Whether <see cref="SignKernel"/> is faster where it applies.</summary>
    public abstract bool HasSigns { get; }

    /// <summary>
    /// Writes the 16 possible sums of each group of four weights; bit k of an index is set where spin k of the group is -1.
    /// </summary>
    public abstract void BuildTables(ReadOnlySpan<float> weights, Span<float> tables);

    /// <summary>Writes the energy of every chain, with the same bits as <see cref="IsingModel.Energy"/>.</summary>
    public abstract void Energies(IsingModel model, ReadOnlySpan<float> spins, Span<double> energies);

    private static IEnumerable<GibbsKernel> Detect()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            yield return new LaneKernel<Lanes512, Vector512<float>, Vector512<uint>, Vector512<double>>();
        }

        if (Vector256.IsHardwareAccelerated)
        {
            yield return new LaneKernel<Lanes256, Vector256<float>, Vector256<uint>, Vector256<double>>();
        }

        if (Vector128.IsHardwareAccelerated)
        {
            yield return new LaneKernel<Lanes128, Vector128<float>, Vector128<uint>, Vector128<double>>();
        }

        yield return new ScalarKernel();
    }
}
