using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Bundles of four spins, in the only register.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitFoursInOne<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        ref float field = ref MemoryMarshal.GetReference(task.Fields);
        var at = new Reader(task, first);
        for (int b = first; b < end; b++)
        {
            TFloat f0 = TLanes.Broadcast(Unsafe.Add(ref field, at.Spin));
            TFloat f1 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 1)));
            TFloat f2 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 2)));
            TFloat f3 = TLanes.Broadcast(Unsafe.Add(ref field, Unsafe.Add(ref at.Spin, 3)));
            AddGroups(chains, ref at.Group, ref at.Table, at.Groups, ref f0, ref f1, ref f2, ref f3);
            ref int single = ref at.Single;
            ref float weight = ref at.Weight;
            for (int left = at.Singles; left > 0; left -= 4)
            {
                f0 = PlusSingle(chains, single, weight, f0);
                f1 = PlusSingle(chains, Unsafe.Add(ref single, 1), Unsafe.Add(ref weight, 1), f1);
                f2 = PlusSingle(chains, Unsafe.Add(ref single, 2), Unsafe.Add(ref weight, 2), f2);
                f3 = PlusSingle(chains, Unsafe.Add(ref single, 3), Unsafe.Add(ref weight, 3), f3);
                single = ref Unsafe.Add(ref single, 4);
                weight = ref Unsafe.Add(ref weight, 4);
            }

            VisitFour<TRule>(chains, ref at.Spin, plan.Groups, at.OwnGroup, 0, f0, f1, f2, f3);
            at.Advance(4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat PlusSingle(Chains chains, int neighbour, float weight, TFloat field) =>
        TLanes.MultiplyAdd(TLanes.Broadcast(weight), TLanes.Load(ref chains.SpinAt(neighbour, 0), 0), field);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroups(
        Chains chains, ref int group, ref float table, int count, ref TFloat f0, ref TFloat f1, ref TFloat f2, ref TFloat f3)
    {
        for (int left = count; left > 0; left--)
        {
            TBits index = TLanes.Load(ref chains.GroupAt(group, 0), 0);
            f0 = TLanes.Add(f0, TLanes.Lookup(ref table, index));
            f1 = TLanes.Add(f1, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), index));
            f2 = TLanes.Add(f2, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), index));
            f3 = TLanes.Add(f3, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), index));
            table = ref Unsafe.Add(ref table, 4 * TableSize);
            group = ref Unsafe.Add(ref group, 1);
        }
    }
}
