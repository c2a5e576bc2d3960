using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What changed against <see cref="ScalarKernel"/>: a register holds one spin of many chains, and several registers are summed side by
/// side, which hides the latency of the additions and shares each coupling's load.
/// </summary>
/// <remarks>
/// The long loops are compiled with all optimisations at their first call: left to tiered compilation they would run unoptimised for most
/// of a short training. They are not inlined: within a caller that is compiled again later, they were measured at half the speed.
/// </remarks>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble> : GibbsKernel
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
    where TFloat : struct
    where TBits : struct
    where TDouble : struct
{
    public override int Lanes => TLanes.Count;

    public override bool HasTables => TLanes.HasLookup;

    public override int MostRegisters(SweepPlan plan) =>
        (TLanes.HasManyRegisters && plan.HasDense) || (HasTables && plan.GroupEdge.Length > LargeTables) ? MostChains / TLanes.Count : 4;

    public override GibbsKernel ForChains(SweepPlan plan, int chains) =>
        LoneKernel.IsSupported && chains <= (plan.IsCoupled.Contains(true) ? 8 : 4) ? GibbsKernel.Lone : this;

    public override FlipKernel Flips { get; } = new FlipKernel<TLanes, TFloat, TBits, TDouble>();

    public override bool HasSigns => 4 * TLanes.Count == SignKernel.Chains && SignKernel.IsSupported;

    /// <summary>Weights whose tables, of 16 bytes each, fill two second-level caches of 1 MiB.</summary>
    private const int LargeTables = 1 << 17;

    /// <summary>
    /// Chains of a block that shares large tables, so that they are read often enough, or whose coupled spins wait for one another, so that
    /// there is enough to do meanwhile.
    /// </summary>
    private const int MostChains = 256;

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
                TFloat zero = TLanes.Broadcast(0f);
                TFloat fair = LaneRules<TLanes, TFloat, TBits, TDouble>.Draw<LaneRules<TLanes, TFloat, TBits, TDouble>.GibbsRule>(
                    zero, zero, random.Next(), zero);
                TLanes.Store(fair, ref spin, row);
            }

            random.Store(ref stream, c, chains);
        }
    }

    public override void Sweep(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes)
    {
        var chains = new Chains(task.Plan.Groups.Count, scales, spins, streams, groups, changes);
        switch (task.Update, task.TracksEnergy)
        {
            case (SpinUpdate.Gibbs, false):
                Sweep<LaneRules<TLanes, TFloat, TBits, TDouble>.GibbsRule>(task, chains);
                break;
            case (SpinUpdate.Gibbs, true):
                Sweep<LaneRules<TLanes, TFloat, TBits, TDouble>.Tracked<LaneRules<TLanes, TFloat, TBits, TDouble>.GibbsRule>>(
                    task, chains);
                break;
            case (SpinUpdate.Metropolis, false):
                Sweep<LaneRules<TLanes, TFloat, TBits, TDouble>.MetropolisRule>(task, chains);
                break;
            default:
                Sweep<LaneRules<TLanes, TFloat, TBits, TDouble>.Tracked<LaneRules<TLanes, TFloat, TBits, TDouble>.MetropolisRule>>(
                    task, chains);
                break;
        }
    }

    private static void Sweep<TRule>(GibbsTask task, Chains chains)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        if (task.Tables.IsEmpty && task.Plan.Group.Length > 0)
        {
            SweepSums<TRule>(task, chains);
            PutWords(task.Plan, chains, 0, task.Plan.BundleCount);
        }
        else
        {
            SweepBundles<TRule>(task, chains);
        }
    }

    /// <summary>Where the numbers of a block of chains are: [row, chain].</summary>
    private readonly ref struct Chains(
        int groupCount, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes)
    {
        private readonly int _groupCount = groupCount;
        public readonly ref float Scale = ref MemoryMarshal.GetReference(scales);
        public readonly ref float Spin = ref MemoryMarshal.GetReference(spins);
        public readonly ref uint Stream = ref MemoryMarshal.GetReference(streams);
        public readonly ref uint Group = ref MemoryMarshal.GetReference(groups);
        public readonly ref float Change = ref MemoryMarshal.GetReference(changes);
        public readonly nuint Count = (nuint)streams.Length / 4;

        /// <summary>A spin of chain c.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref float SpinAt(int spin, nuint c) => ref Unsafe.Add(ref Spin, ((nuint)(uint)spin * Count) + c);

        /// <summary>The stored sum of one of four spins of chain c, after the indices of all groups.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref float SumAt(int spin, nuint c) => ref Unsafe.As<uint, float>(ref GroupAt(_groupCount + spin, c));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void StoreSums(int spin, nuint c, TFloat f0, TFloat f1, TFloat f2, TFloat f3)
        {
            ref float sum = ref SumAt(spin, c);
            TLanes.Store(f0, ref sum, 0);
            TLanes.Store(f1, ref sum, Width);
            TLanes.Store(f2, ref sum, 2 * Width);
            TLanes.Store(f3, ref sum, 3 * Width);
        }

        /// <summary>The word of chain c that has the indices of a group and its neighbours.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref uint WordAt(int group, nuint c) => ref GroupAt(_groupCount + SweepPlan.BundleSize + (group / WordGroups), c);

        /// <summary>The index of a group of chain c.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref uint GroupAt(int group, nuint c) => ref Unsafe.Add(ref Group, ((nuint)(uint)group * Count) + c);
    }
}
