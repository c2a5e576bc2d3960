using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Bundles of four spins that are coupled with one another: their sums over all other groups are computed side by side and stored, and then
/// they are visited one after the other.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitCoupledInTwo<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        ref float field = ref MemoryMarshal.GetReference(task.Fields);
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            for (nuint c = 0; c < chains.Count; c += 2 * Width)
            {
                TFloat a0 = TLanes.Broadcast(Unsafe.Add(ref field, at.Spin));
                TFloat b0 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 1)));
                TFloat c0 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 2)));
                TFloat d0 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 3)));
                (TFloat a1, TFloat b1, TFloat c1, TFloat d1) = (a0, b0, c0, d0);
                AddGroups(
                    chains, ref at.Group, ref at.Table, at.Groups - 1, c, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1);
                TLanes.Store(a0, ref chains.SumAt(0, c), 0);
                TLanes.Store(a1, ref chains.SumAt(0, c), Width);
                TLanes.Store(b0, ref chains.SumAt(1, c), 0);
                TLanes.Store(b1, ref chains.SumAt(1, c), Width);
                TLanes.Store(c0, ref chains.SumAt(2, c), 0);
                TLanes.Store(c1, ref chains.SumAt(2, c), Width);
                TLanes.Store(d0, ref chains.SumAt(3, c), 0);
                TLanes.Store(d1, ref chains.SumAt(3, c), Width);
            }

            VisitOneByOne<TRule>(chains, ref at.Spin, at.OwnGroup, ref Unsafe.Add(ref at.Table, 4 * TableSize * (at.Groups - 1)));
            at.Advance(4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitCoupledInFour<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        ref float field = ref MemoryMarshal.GetReference(task.Fields);
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            SumFours(chains, ref field, ref at.Spin, ref at.Group, ref at.Table, at.Groups - 1);
            VisitOneByOne<TRule>(chains, ref at.Spin, at.OwnGroup, ref Unsafe.Add(ref at.Table, 4 * TableSize * (at.Groups - 1)));
            PutWord(chains, at.OwnGroup);
            at.Advance(4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitCoupledInOne<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        ref float field = ref MemoryMarshal.GetReference(task.Fields);
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            TFloat f0 = TLanes.Broadcast(Unsafe.Add(ref field, at.Spin));
            TFloat f1 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 1)));
            TFloat f2 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 2)));
            TFloat f3 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 3)));
            AddGroups(chains, ref at.Group, ref at.Table, at.Groups - 1, ref f0, ref f1, ref f2, ref f3);
            TLanes.Store(f0, ref chains.SumAt(0, 0), 0);
            TLanes.Store(f1, ref chains.SumAt(1, 0), 0);
            TLanes.Store(f2, ref chains.SumAt(2, 0), 0);
            TLanes.Store(f3, ref chains.SumAt(3, 0), 0);
            VisitOneByOne<TRule>(chains, ref at.Spin, at.OwnGroup, ref Unsafe.Add(ref at.Table, 4 * TableSize * (at.Groups - 1)));
            at.Advance(4);
        }
    }

    /// <summary>Visits four spins whose sums over all groups but their own are stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void VisitOneByOne<TRule>(Chains chains, ref int visited, int ownGroup, ref float table)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        for (int k = 0; k < SpinGroups.Size; k++)
        {
            TBits bit = TLanes.Broadcast(1u << k);
            for (nuint c = 0; c < chains.Count; c += Width)
            {
                ref uint own = ref chains.GroupAt(ownGroup, c);
                TBits index = TLanes.Load(ref own, 0);
                TFloat field = TLanes.Add(TLanes.Load(ref chains.SumAt(k, c), 0), TLanes.Lookup(ref table, index));
                TFloat now = Visit<TRule>(chains, Unsafe.Add(ref visited, k), c, field);
                TLanes.Store(TLanes.Select(bit, TLanes.WhereNegative(now), index), ref own, 0);
            }

            table = ref Unsafe.Add(ref table, TableSize);
        }
    }
}
