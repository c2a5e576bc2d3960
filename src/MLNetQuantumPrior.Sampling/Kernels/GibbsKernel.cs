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

    /// <summary>The kernel for a few chains.</summary>
    public static GibbsKernel Lone { get; } = new LoneKernel();

    /// <summary>Chains of one register.</summary>
    public abstract int Lanes { get; }

    /// <summary>Most registers of a block: more than four only pay where they share tables that do not fit near the core.</summary>
    public virtual int MostRegisters(SweepPlan plan) => 4;

    /// <summary>This kernel or one that advances so few chains faster, with the same spins.</summary>
    public virtual GibbsKernel ForChains(SweepPlan plan, int chains) => this;

    /// <summary>Draws every spin of every chain, -1 or +1 with equal probability.</summary>
    public abstract void Randomize(Span<float> spins, Span<uint> streams);

    /// <summary>Visits every spin once.</summary>
    /// <param name="task">What to read, the same for all chains.</param>
    /// <param name="scales">The factor from a local field to the exponent of 2, see <see cref="GibbsDraw.Scale"/>: one a chain.</param>
    /// <param name="spins">The spins, which the sweep replaces.</param>
    /// <param name="streams">The random streams, which the sweep advances.</param>
    /// <param name="groups">
    /// <see cref="GroupRows"/> rows of working memory: what <see cref="PackGroups"/> wrote, which the sweep keeps current.
    /// </param>
    /// <param name="changes">
    /// The change of energy that the sweep makes, one number a chain, added to what is there; only where the task asks for it.
    /// </param>
    public abstract void Sweep(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes);

    /// <summary>Rows of one number a chain that the groups of a sweep take.</summary>
    public abstract int GroupRows(SpinGroups groups);

    /// <summary>Writes the groups of all chains as sweeps read them.</summary>
    public abstract void PackGroups(SpinGroups groups, ReadOnlySpan<float> spins, Span<uint> packed, int chains);

    /// <summary>Whether <see cref="Sweep"/> gains from <see cref="GibbsTask.Tables"/>.</summary>
    public abstract bool HasTables { get; }

    /// <summary>Who takes over on dense models where few spins flip, with the same spins; null: nobody.</summary>
    public abstract FlipKernel? Flips { get; }

    /// <summary>Whether <see cref="SignKernel"/> is faster where it applies.</summary>
    public abstract bool HasSigns { get; }

    /// <summary>
    /// Writes the 16 possible sums of each group of four weights; bit k of an index is set where spin k of the group is -1.
    /// </summary>
    public abstract void BuildTables(ReadOnlySpan<float> weights, Span<float> tables);

    /// <summary>Writes the energy of every chain, with the same bits as <see cref="IsingModel.KernelEnergy"/>.</summary>
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
