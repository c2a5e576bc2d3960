using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Sweeps over compressed sparse rows.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepSparseFour<TRule>(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<float> changes)
        where TRule : struct, IRule
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        SparseRows rows = task.Plan.Sparse;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref int neighbour = ref MemoryMarshal.GetArrayDataReference(rows.Neighbour);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        ref float change = ref MemoryMarshal.GetReference(changes);
        nuint chains = 4 * Width;
        int at = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat f0 = TLanes.Broadcast(task.Fields[order[k]]);
            (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
            for (int end = rows.Start[k + 1]; at < end; at++)
            {
                TFloat w = TLanes.Broadcast(Unsafe.Add(ref weight, at));
                ref float other = ref Unsafe.Add(ref spin, (nuint)(uint)Unsafe.Add(ref neighbour, at) * chains);
                f0 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 0), f0);
                f1 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, Width), f1);
                f2 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 2 * Width), f2);
                f3 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 3 * Width), f3);
            }

            VisitFour<TRule>(f0, f1, f2, f3, ref scale, ref Unsafe.Add(ref spin, (nuint)(uint)order[k] * chains), ref stream, ref change);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void VisitFour<TRule>(
        TFloat f0, TFloat f1, TFloat f2, TFloat f3, ref float scale, ref float own, ref uint stream, ref float change)
        where TRule : struct, IRule
    {
        VisitOne<TRule>(f0, ref scale, ref own, ref stream, ref change, 0);
        VisitOne<TRule>(f1, ref scale, ref own, ref stream, ref change, Width);
        VisitOne<TRule>(f2, ref scale, ref own, ref stream, ref change, 2 * Width);
        VisitOne<TRule>(f3, ref scale, ref own, ref stream, ref change, 3 * Width);
    }

    /// <summary>Visits one of four registers, that of the chains from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void VisitOne<TRule>(
        TFloat field, ref float scale, ref float own, ref uint stream, ref float change, nuint first)
        where TRule : struct, IRule =>
        TRule.Visit(
            field,
            TLanes.Load(ref scale, first),
            Next(ref stream, first, 4 * Width),
            ref Unsafe.Add(ref own, first),
            ref Unsafe.Add(ref change, first));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepSparseOne<TRule>(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<float> changes)
        where TRule : struct, IRule
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        SparseRows rows = task.Plan.Sparse;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        ref float change = ref MemoryMarshal.GetReference(changes);
        int at = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[order[k]]);
            for (int end = rows.Start[k + 1]; at < end; at++)
            {
                TFloat other = TLanes.Load(ref spin, (nuint)(uint)rows.Neighbour[at] * Width);
                field = TLanes.MultiplyAdd(TLanes.Broadcast(task.Weights[at]), other, field);
            }

            ref float own = ref Unsafe.Add(ref spin, (nuint)(uint)order[k] * Width);
            TRule.Visit(field, TLanes.Load(ref scale, 0), Next(ref stream, 0, Width), ref own, ref change);
        }
    }
}
