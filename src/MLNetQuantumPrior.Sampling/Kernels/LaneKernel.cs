using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What changed against <see cref="ScalarKernel"/>: a register holds one spin of many chains, and several registers are summed side by
/// side, which hides the latency of the additions and shares each coupling's load.
/// </summary>
/// <remarks>
/// The long loops are compiled with all optimisations at their first call: left to tiered compilation they would run unoptimised for most
/// of a short training.
/// </remarks>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble> : GibbsKernel
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
    where TFloat : struct
    where TBits : struct
    where TDouble : struct
{
    public override int Lanes => TLanes.Count;

    public override bool HasTables => TLanes.HasLookup;

    public override bool HasSigns => 4 * TLanes.Count == SignKernel.Chains && SignKernel.IsSupported;

    private static nuint Width => (nuint)TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Randomize(Span<float> spins, Span<uint> streams)
    {
        nuint chains = (nuint)streams.Length / 4;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        for (nuint c = 0; c < chains; c += Width)
        {
            var random = RandomLanes<TLanes, TFloat, TBits, TDouble>.Load(ref stream, c, chains);
            for (nuint row = c; row < (nuint)spins.Length; row += chains)
            {
                TFloat one = TLanes.Broadcast(1f); // the power of 2 of a spin without a field
                TLanes.Store(GibbsRule.Decide(one, Uniform(random.Next()), one), ref Unsafe.Add(ref spin, row), 0);
            }

            random.Store(ref stream, c, chains);
        }
    }

    public override void Sweep(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes)
    {
        var chains = new Chains(scales, spins, streams, groups, changes);
        switch (task.Update, task.TracksEnergy)
        {
            case (SpinUpdate.Gibbs, false):
                Sweep<GibbsRule>(task, chains);
                break;
            case (SpinUpdate.Gibbs, true):
                Sweep<Tracked<GibbsRule>>(task, chains);
                break;
            case (SpinUpdate.Metropolis, false):
                Sweep<MetropolisRule>(task, chains);
                break;
            default:
                Sweep<Tracked<MetropolisRule>>(task, chains);
                break;
        }
    }

    private static void Sweep<TRule>(GibbsTask task, Chains chains)
        where TRule : struct, IRule
    {
        if (task.Tables.IsEmpty && task.Plan.Group.Length > 0)
        {
            SweepSums<TRule>(task, chains);
        }
        else
        {
            SweepBundles<TRule>(task, chains);
        }
    }

    /// <summary>Where the numbers of a block of chains are: [row, chain].</summary>
    private readonly ref struct Chains(
        ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes)
    {
        public readonly ref float Scale = ref MemoryMarshal.GetReference(scales);
        public readonly ref float Spin = ref MemoryMarshal.GetReference(spins);
        public readonly ref uint Stream = ref MemoryMarshal.GetReference(streams);
        public readonly ref uint Group = ref MemoryMarshal.GetReference(groups);
        public readonly ref float Change = ref MemoryMarshal.GetReference(changes);
        public readonly nuint Count = (nuint)streams.Length / 4;

        /// <summary>A spin of chain c.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref float SpinAt(int spin, nuint c) => ref Unsafe.Add(ref Spin, ((nuint)(uint)spin * Count) + c);

        /// <summary>The index of a group of chain c.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref uint GroupAt(int group, nuint c) => ref Unsafe.Add(ref Group, ((nuint)(uint)group * Count) + c);
    }
}
