using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Sweeps over groups of four spins, each summed with multiply-adds.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepGroupedFour(
        GibbsTask task, GroupedRows rows, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams)
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        nuint chains = 4 * Width;
        int run = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat f0 = TLanes.Broadcast(task.Fields[order[k]]);
            (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
            for (int end = rows.Start[k + 1]; run < end; run++)
            {
                ref float group = ref Unsafe.Add(ref spin, GroupedRows.GroupSize * (nuint)(uint)rows.First[run] * chains);
                for (int left = rows.Length[run]; left > 0; left--)
                {
                    TFloat w0 = TLanes.Broadcast(weight);
                    TFloat w1 = TLanes.Broadcast(Unsafe.Add(ref weight, 1));
                    TFloat w2 = TLanes.Broadcast(Unsafe.Add(ref weight, 2));
                    TFloat w3 = TLanes.Broadcast(Unsafe.Add(ref weight, 3));
                    f0 = TLanes.Add(f0, GroupSum(w0, w1, w2, w3, ref group, 0, chains));
                    f1 = TLanes.Add(f1, GroupSum(w0, w1, w2, w3, ref group, Width, chains));
                    f2 = TLanes.Add(f2, GroupSum(w0, w1, w2, w3, ref group, 2 * Width, chains));
                    f3 = TLanes.Add(f3, GroupSum(w0, w1, w2, w3, ref group, 3 * Width, chains));
                    group = ref Unsafe.Add(ref group, GroupedRows.GroupSize * chains);
                    weight = ref Unsafe.Add(ref weight, GroupedRows.GroupSize);
                }
            }

            DrawFour(f0, f1, f2, f3, ref scale, ref Unsafe.Add(ref spin, (nuint)(uint)order[k] * chains), ref stream);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepGroupedOne(GibbsTask task, GroupedRows rows, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams)
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        int run = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[order[k]]);
            for (int end = rows.Start[k + 1]; run < end; run++)
            {
                ref float group = ref Unsafe.Add(ref spin, GroupedRows.GroupSize * (nuint)(uint)rows.First[run] * Width);
                for (int left = rows.Length[run]; left > 0; left--)
                {
                    TFloat w0 = TLanes.Broadcast(weight);
                    TFloat w1 = TLanes.Broadcast(Unsafe.Add(ref weight, 1));
                    TFloat w2 = TLanes.Broadcast(Unsafe.Add(ref weight, 2));
                    TFloat w3 = TLanes.Broadcast(Unsafe.Add(ref weight, 3));
                    field = TLanes.Add(field, GroupSum(w0, w1, w2, w3, ref group, 0, Width));
                    group = ref Unsafe.Add(ref group, GroupedRows.GroupSize * Width);
                    weight = ref Unsafe.Add(ref weight, GroupedRows.GroupSize);
                }
            }

            TLanes.Store(Draw(field, TLanes.Load(ref scale, 0), ref stream, 0, Width), ref spin, (nuint)(uint)order[k] * Width);
        }
    }

    /// <summary>(w0 s0 + w1 s1) + (w2 s2 + w3 s3). A product with -1 or +1 is exact, so that fusing it changes no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat GroupSum(TFloat w0, TFloat w1, TFloat w2, TFloat w3, ref float group, nuint first, nuint chains)
    {
        TFloat lower = TLanes.MultiplyAdd(
            w1, TLanes.Load(ref group, first + chains), TLanes.Multiply(w0, TLanes.Load(ref group, first)));
        TFloat upper = TLanes.MultiplyAdd(
            w3, TLanes.Load(ref group, first + (3 * chains)), TLanes.Multiply(w2, TLanes.Load(ref group, first + (2 * chains))));
        return TLanes.Add(lower, upper);
    }
}
