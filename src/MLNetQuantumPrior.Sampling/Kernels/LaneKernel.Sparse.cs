using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Sweeps over compressed sparse rows.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepSparseFour(GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams)
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        SparseRows rows = task.Plan.Sparse;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref int neighbour = ref MemoryMarshal.GetArrayDataReference(rows.Neighbour);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        ref float scale = ref MemoryMarshal.GetReference(scales);
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

            DrawFour(f0, f1, f2, f3, ref scale, ref Unsafe.Add(ref spin, (nuint)(uint)order[k] * chains), ref stream);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DrawFour(TFloat f0, TFloat f1, TFloat f2, TFloat f3, ref float scale, ref float own, ref uint stream)
    {
        nuint chains = 4 * Width;
        TLanes.Store(Draw(f0, TLanes.Load(ref scale, 0), ref stream, 0, chains), ref own, 0);
        TLanes.Store(Draw(f1, TLanes.Load(ref scale, Width), ref stream, Width, chains), ref own, Width);
        TLanes.Store(Draw(f2, TLanes.Load(ref scale, 2 * Width), ref stream, 2 * Width, chains), ref own, 2 * Width);
        TLanes.Store(Draw(f3, TLanes.Load(ref scale, 3 * Width), ref stream, 3 * Width, chains), ref own, 3 * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepSparseOne(GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams)
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        SparseRows rows = task.Plan.Sparse;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        int at = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[order[k]]);
            for (int end = rows.Start[k + 1]; at < end; at++)
            {
                TFloat other = TLanes.Load(ref spin, (nuint)(uint)rows.Neighbour[at] * Width);
                field = TLanes.MultiplyAdd(TLanes.Broadcast(task.Weights[at]), other, field);
            }

            TLanes.Store(Draw(field, TLanes.Load(ref scale, 0), ref stream, 0, Width), ref spin, (nuint)(uint)order[k] * Width);
        }
    }
}
