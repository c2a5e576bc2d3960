using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Bundles of four spins of one colour that read many groups and nothing else, four registers at a time: sixteen sums, so that an index and
/// a table serve four lookups each. For processors with 32 registers.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitFoursInFour<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        ref float field = ref MemoryMarshal.GetReference(task.Fields);
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            SumFours(chains, ref field, ref at.Spin, ref at.Group, ref at.Table, at.Groups);
            for (nuint c = 0; c < chains.Count; c += Width)
            {
                VisitFour<TRule>(
                    chains, ref at.Spin, plan.Groups, at.OwnGroup, c,
                    TLanes.Load(ref chains.SumAt(0, c), 0),
                    TLanes.Load(ref chains.SumAt(1, c), 0),
                    TLanes.Load(ref chains.SumAt(2, c), 0),
                    TLanes.Load(ref chains.SumAt(3, c), 0));
            }

            at.Advance(4);
        }
    }

    /// <summary>Stores the sums of four spins over some groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumFours(
        Chains chains, ref float field, ref int visited, ref int firstGroup, ref float firstTable, int groups)
    {
        for (nuint c = 0; c < chains.Count; c += 4 * Width)
        {
            TFloat a0 = TLanes.Broadcast(Unsafe.Add(ref field, visited));
            TFloat b0 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref visited, 1)));
            TFloat c0 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref visited, 2)));
            TFloat d0 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref visited, 3)));
            (TFloat a1, TFloat a2, TFloat a3) = (a0, a0, a0);
            (TFloat b1, TFloat b2, TFloat b3) = (b0, b0, b0);
            (TFloat c1, TFloat c2, TFloat c3) = (c0, c0, c0);
            (TFloat d1, TFloat d2, TFloat d3) = (d0, d0, d0);
            ref int group = ref firstGroup;
            ref float table = ref firstTable;
            for (int left = groups; left > 0; left--)
            {
                ref uint index = ref chains.GroupAt(group, c);
                TBits i0 = TLanes.Load(ref index, 0);
                TBits i1 = TLanes.Load(ref index, Width);
                TBits i2 = TLanes.Load(ref index, 2 * Width);
                TBits i3 = TLanes.Load(ref index, 3 * Width);
                a0 = TLanes.Add(a0, TLanes.Lookup(ref table, i0));
                a1 = TLanes.Add(a1, TLanes.Lookup(ref table, i1));
                a2 = TLanes.Add(a2, TLanes.Lookup(ref table, i2));
                a3 = TLanes.Add(a3, TLanes.Lookup(ref table, i3));
                b0 = TLanes.Add(b0, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i0));
                b1 = TLanes.Add(b1, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i1));
                b2 = TLanes.Add(b2, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i2));
                b3 = TLanes.Add(b3, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i3));
                c0 = TLanes.Add(c0, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i0));
                c1 = TLanes.Add(c1, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i1));
                c2 = TLanes.Add(c2, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i2));
                c3 = TLanes.Add(c3, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i3));
                d0 = TLanes.Add(d0, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i0));
                d1 = TLanes.Add(d1, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i1));
                d2 = TLanes.Add(d2, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i2));
                d3 = TLanes.Add(d3, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i3));
                table = ref Unsafe.Add(ref table, 4 * TableSize);
                group = ref Unsafe.Add(ref group, 1);
            }

            chains.StoreSums(0, c, a0, a1, a2, a3);
            chains.StoreSums(1, c, b0, b1, b2, b3);
            chains.StoreSums(2, c, c0, c1, c2, c3);
            chains.StoreSums(3, c, d0, d1, d2, d3);
        }
    }
}
