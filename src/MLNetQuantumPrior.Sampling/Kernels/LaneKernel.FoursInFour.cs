using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Bundles of four spins of one colour that read many groups and nothing else, four registers at a time: sixteen sums, so that an index and
/// a table serve four lookups each. Eight groups are one word of a chain, so that those of 64 chains stay near the core. Half of the
/// additions are written as multiply-adds, which other units of the processor do. For processors with 32 registers.
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

            PutWords(plan, chains, b, b + 1);
            at.Advance(4);
        }
    }

    /// <summary>Stores the sums of four spins over some groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumFours(
        Chains chains, ref float field, ref int visited, ref int firstGroup, ref float firstTable, int groups)
    {
        TFloat one = TLanes.Broadcast(1f);
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
            (TBits i0, TBits i1, TBits i2, TBits i3) = (default, default, default, default);
            for ((int left, int last) = (groups, -2); left > 0; left--)
            {
                if (group == last + 1 && group % WordGroups != 0)
                {
                    i0 = TLanes.ShiftRight(i0, SpinGroups.Size);
                    i1 = TLanes.ShiftRight(i1, SpinGroups.Size);
                    i2 = TLanes.ShiftRight(i2, SpinGroups.Size);
                    i3 = TLanes.ShiftRight(i3, SpinGroups.Size);
                }
                else
                {
                    ref uint word = ref chains.WordAt(group, c);
                    i0 = TLanes.ShiftRight(TLanes.Load(ref word, 0), ShiftOf(group));
                    i1 = TLanes.ShiftRight(TLanes.Load(ref word, Width), ShiftOf(group));
                    i2 = TLanes.ShiftRight(TLanes.Load(ref word, 2 * Width), ShiftOf(group));
                    i3 = TLanes.ShiftRight(TLanes.Load(ref word, 3 * Width), ShiftOf(group));
                }

                last = group;
                a0 = TLanes.Add(a0, TLanes.Lookup(ref table, i0));
                a1 = TLanes.Add(a1, TLanes.Lookup(ref table, i1));
                a2 = TLanes.Add(a2, TLanes.Lookup(ref table, i2));
                a3 = TLanes.Add(a3, TLanes.Lookup(ref table, i3));
                b0 = TLanes.Add(b0, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i0));
                b1 = TLanes.Add(b1, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i1));
                b2 = TLanes.Add(b2, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i2));
                b3 = TLanes.Add(b3, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i3));
                c0 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i0), one, c0);
                c1 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i1), one, c1);
                c2 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i2), one, c2);
                c3 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i3), one, c3);
                d0 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i0), one, d0);
                d1 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i1), one, d1);
                d2 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i2), one, d2);
                d3 = TLanes.MultiplyAdd(TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i3), one, d3);
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
