using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Sweeps without tables: every group is summed with multiply-adds, spin by spin.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SweepSums<TRule>(GibbsTask task, Chains chains)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        for (int b = 0; b < plan.BundleCount; b++)
        {
            for (int k = 0; k < plan.SpinsOf(b); k++)
            {
                if (chains.Count == Width)
                {
                    SumInOne<TRule>(task, chains, b, k);
                    continue;
                }

                for (nuint c = 0; c < chains.Count; c += 4 * Width)
                {
                    SumInFour<TRule>(task, chains, b, k, c);
                }
            }
        }
    }

    /// <summary>Visits spin k of a bundle in four registers from chain c on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumInFour<TRule>(GibbsTask task, Chains chains, int b, int k, nuint c)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        int spins = plan.SpinsOf(b);
        int visited = plan.Order[plan.BundleStart[b] + k];
        TFloat f0 = TLanes.Broadcast(task.Fields[visited]);
        (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
        ref float weight = ref MemoryMarshal.GetReference(task.GroupWeights[(plan.GroupEdgeStart[b] + (SpinGroups.Size * k))..]);
        foreach (int group in plan.Group.AsSpan(plan.GroupStart[b]..plan.GroupStart[b + 1]))
        {
            ref int member = ref plan.Groups.Member[SpinGroups.Size * group];
            TFloat w0 = TLanes.Broadcast(weight);
            TFloat w1 = TLanes.Broadcast(Unsafe.Add(ref weight, 1));
            TFloat w2 = TLanes.Broadcast(Unsafe.Add(ref weight, 2));
            TFloat w3 = TLanes.Broadcast(Unsafe.Add(ref weight, 3));
            f0 = TLanes.Add(f0, GroupSum(w0, w1, w2, w3, chains, ref member, c));
            f1 = TLanes.Add(f1, GroupSum(w0, w1, w2, w3, chains, ref member, c + Width));
            f2 = TLanes.Add(f2, GroupSum(w0, w1, w2, w3, chains, ref member, c + (2 * Width)));
            f3 = TLanes.Add(f3, GroupSum(w0, w1, w2, w3, chains, ref member, c + (3 * Width)));
            weight = ref Unsafe.Add(ref weight, SpinGroups.Size * spins);
        }

        for (int at = plan.SingleStart[b] + k; at < plan.SingleStart[b + 1]; at += spins)
        {
            TFloat w = TLanes.Broadcast(task.SingleWeights[at]);
            ref float spin = ref chains.SpinAt(plan.Single[at], c);
            f0 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 0), f0);
            f1 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, Width), f1);
            f2 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 2 * Width), f2);
            f3 = TLanes.MultiplyAdd(w, TLanes.Load(ref spin, 3 * Width), f3);
        }

        PutBit(Visit<TRule>(chains, visited, c, f0), plan.Groups, visited, chains, c);
        PutBit(Visit<TRule>(chains, visited, c + Width, f1), plan.Groups, visited, chains, c + Width);
        PutBit(Visit<TRule>(chains, visited, c + (2 * Width), f2), plan.Groups, visited, chains, c + (2 * Width));
        PutBit(Visit<TRule>(chains, visited, c + (3 * Width), f3), plan.Groups, visited, chains, c + (3 * Width));
    }

    /// <summary>Visits spin k of a bundle in the only register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SumInOne<TRule>(GibbsTask task, Chains chains, int b, int k)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        int spins = plan.SpinsOf(b);
        int visited = plan.Order[plan.BundleStart[b] + k];
        TFloat field = TLanes.Broadcast(task.Fields[visited]);
        ref float weight = ref MemoryMarshal.GetReference(task.GroupWeights[(plan.GroupEdgeStart[b] + (SpinGroups.Size * k))..]);
        foreach (int group in plan.Group.AsSpan(plan.GroupStart[b]..plan.GroupStart[b + 1]))
        {
            TFloat w0 = TLanes.Broadcast(weight);
            TFloat w1 = TLanes.Broadcast(Unsafe.Add(ref weight, 1));
            TFloat w2 = TLanes.Broadcast(Unsafe.Add(ref weight, 2));
            TFloat w3 = TLanes.Broadcast(Unsafe.Add(ref weight, 3));
            field = TLanes.Add(field, GroupSum(w0, w1, w2, w3, chains, ref plan.Groups.Member[SpinGroups.Size * group], 0));
            weight = ref Unsafe.Add(ref weight, SpinGroups.Size * spins);
        }

        for (int at = plan.SingleStart[b] + k; at < plan.SingleStart[b + 1]; at += spins)
        {
            TFloat other = TLanes.Load(ref chains.SpinAt(plan.Single[at], 0), 0);
            field = TLanes.MultiplyAdd(TLanes.Broadcast(task.SingleWeights[at]), other, field);
        }

        PutBit(Visit<TRule>(chains, visited, 0, field), plan.Groups, visited, chains, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat GroupSum(TFloat w0, TFloat w1, TFloat w2, TFloat w3, Chains chains, ref int member, nuint c) => GroupSum(
        w0, w1, w2, w3,
        TLanes.Load(ref chains.SpinAt(member, c), 0),
        TLanes.Load(ref chains.SpinAt(Unsafe.Add(ref member, 1), c), 0),
        TLanes.Load(ref chains.SpinAt(Unsafe.Add(ref member, 2), c), 0),
        TLanes.Load(ref chains.SpinAt(Unsafe.Add(ref member, 3), c), 0));
}
