using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Bundles of one spin, four registers at a time or in the only one.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitOnesInFour<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            for (nuint c = 0; c < chains.Count; c += 4 * Width)
            {
                TFloat f0 = TLanes.Broadcast(task.Fields[at.Spin]);
                (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
                ref int group = ref at.Group;
                ref float table = ref at.Table;
                for (int left = at.Groups; left > 0; left--)
                {
                    ref uint index = ref chains.GroupAt(group, c);
                    f0 = TLanes.Add(f0, TLanes.Lookup(ref table, TLanes.Load(ref index, 0)));
                    f1 = TLanes.Add(f1, TLanes.Lookup(ref table, TLanes.Load(ref index, Width)));
                    f2 = TLanes.Add(f2, TLanes.Lookup(ref table, TLanes.Load(ref index, 2 * Width)));
                    f3 = TLanes.Add(f3, TLanes.Lookup(ref table, TLanes.Load(ref index, 3 * Width)));
                    table = ref Unsafe.Add(ref table, TableSize);
                    group = ref Unsafe.Add(ref group, 1);
                }

                ref int single = ref at.Single;
                ref float weight = ref at.Weight;
                for (int left = at.Singles; left > 0; left--)
                {
                    TFloat w = TLanes.Broadcast(weight);
                    ref float spin = ref chains.SpinAt(single, c);
                    f0 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 0), f0);
                    f1 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, Width), f1);
                    f2 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 2 * Width), f2);
                    f3 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 3 * Width), f3);
                    single = ref Unsafe.Add(ref single, 1);
                    weight = ref Unsafe.Add(ref weight, 1);
                }

                PutBit(Visit<TRule>(chains, at.Spin, c, f0), plan.Groups, at.Spin, chains, c);
                PutBit(Visit<TRule>(chains, at.Spin, c + Width, f1), plan.Groups, at.Spin, chains, c + Width);
                PutBit(Visit<TRule>(chains, at.Spin, c + (2 * Width), f2), plan.Groups, at.Spin, chains, c + (2 * Width));
                PutBit(Visit<TRule>(chains, at.Spin, c + (3 * Width), f3), plan.Groups, at.Spin, chains, c + (3 * Width));
            }

            at.Advance(1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitOnesInOne<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[at.Spin]);
            ref int group = ref at.Group;
            ref float table = ref at.Table;
            for (int left = at.Groups; left > 0; left--)
            {
                field = TLanes.Add(field, TLanes.Lookup(ref table, TLanes.Load(ref chains.GroupAt(group, 0), 0)));
                table = ref Unsafe.Add(ref table, TableSize);
                group = ref Unsafe.Add(ref group, 1);
            }

            ref int single = ref at.Single;
            ref float weight = ref at.Weight;
            for (int left = at.Singles; left > 0; left--)
            {
                field = PlusSingle(chains, single, weight, field);
                single = ref Unsafe.Add(ref single, 1);
                weight = ref Unsafe.Add(ref weight, 1);
            }

            PutBit(Visit<TRule>(chains, at.Spin, 0, field), plan.Groups, at.Spin, chains, 0);
            at.Advance(1);
        }
    }
}
