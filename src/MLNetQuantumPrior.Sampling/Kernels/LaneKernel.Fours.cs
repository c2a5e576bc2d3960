using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Bundles of four spins of one colour: in the only register, or two registers at a time, with eight sums,
/// where an index serves four tables.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void VisitFoursInTwo<TRule>(GibbsTask task, Chains chains, int first, int end)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
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
                AddGroups(chains, ref at.Group, ref at.Table, at.Groups, c, ref a0, ref a1, ref b0, ref b1, ref c0, ref c1, ref d0, ref d1);
                ref int single = ref at.Single;
                ref float weight = ref at.Weight;
                for (int left = at.Singles; left > 0; left -= 4)
                {
                    AddSingle(chains, single, weight, c, ref a0, ref a1);
                    AddSingle(chains, Unsafe.Add(ref single, 1), Unsafe.Add(ref weight, 1), c, ref b0, ref b1);
                    AddSingle(chains, Unsafe.Add(ref single, 2), Unsafe.Add(ref weight, 2), c, ref c0, ref c1);
                    AddSingle(chains, Unsafe.Add(ref single, 3), Unsafe.Add(ref weight, 3), c, ref d0, ref d1);
                    single = ref Unsafe.Add(ref single, 4);
                    weight = ref Unsafe.Add(ref weight, 4);
                }

                VisitFour<TRule>(chains, ref at.Spin, plan.Groups, at.OwnGroup, c, a0, b0, c0, d0);
                VisitFour<TRule>(chains, ref at.Spin, plan.Groups, at.OwnGroup, c + Width, a1, b1, c1, d1);
            }

            at.Advance(4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSingle(Chains chains, int neighbour, float weight, nuint c, ref TFloat f0, ref TFloat f1)
    {
        TFloat w = TLanes.Broadcast(weight);
        ref float spin = ref chains.SpinAt(neighbour, c);
        f0 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 0), f0);
        f1 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, Width), f1);
    }

    /// <summary>Adds the first groups that a bundle reads to the local fields a, b, c and d of its spins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroups(
        Chains chains, ref int group, ref float table, int count, nuint c,
        ref TFloat a0, ref TFloat a1, ref TFloat b0, ref TFloat b1, ref TFloat c0, ref TFloat c1, ref TFloat d0, ref TFloat d1)
    {
        for (int left = count; left > 0; left--)
        {
            ref uint index = ref chains.GroupAt(group, c);
            TBits i0 = TLanes.Load(ref index, 0);
            TBits i1 = TLanes.Load(ref index, Width);
            a0 = TLanes.Add(a0, TLanes.Lookup(ref table, i0));
            a1 = TLanes.Add(a1, TLanes.Lookup(ref table, i1));
            b0 = TLanes.Add(b0, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i0));
            b1 = TLanes.Add(b1, TLanes.Lookup(ref Unsafe.Add(ref table, TableSize), i1));
            c0 = TLanes.Add(c0, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i0));
            c1 = TLanes.Add(c1, TLanes.Lookup(ref Unsafe.Add(ref table, 2 * TableSize), i1));
            d0 = TLanes.Add(d0, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i0));
            d1 = TLanes.Add(d1, TLanes.Lookup(ref Unsafe.Add(ref table, 3 * TableSize), i1));
            table = ref Unsafe.Add(ref table, 4 * TableSize);
            group = ref Unsafe.Add(ref group, 1);
        }
    }

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
