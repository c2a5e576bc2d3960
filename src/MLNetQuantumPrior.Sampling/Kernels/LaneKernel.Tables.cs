using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Sweeps over groups of four spins by tables: a group of a chain is an index of 4 bits, and its sum is one of 16 that were computed
/// beforehand. One permutation of a register and one addition replace four multiply-adds.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private const int TableSize = 16;

    // Spin k of a group in entry e of a table: +1 where bit k of e is set.
    private static readonly float[] EntrySpins =
    [
        .. from k in Enumerable.Range(0, GroupedRows.GroupSize)
           from entry in Enumerable.Range(0, TableSize)
           select ((entry >> k) & 1) == 1 ? 1f : -1f,
    ];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void BuildTables(ReadOnlySpan<float> weights, Span<float> tables)
    {
        ref float weight = ref MemoryMarshal.GetReference(weights);
        ref float table = ref MemoryMarshal.GetReference(tables);
        ref float entry = ref MemoryMarshal.GetArrayDataReference(EntrySpins);
        for (nuint at = 0; at < (nuint)weights.Length; at += GroupedRows.GroupSize)
        {
            TFloat w0 = TLanes.Broadcast(Unsafe.Add(ref weight, at));
            TFloat w1 = TLanes.Broadcast(Unsafe.Add(ref weight, at + 1));
            TFloat w2 = TLanes.Broadcast(Unsafe.Add(ref weight, at + 2));
            TFloat w3 = TLanes.Broadcast(Unsafe.Add(ref weight, at + 3));
            for (nuint first = 0; first < TableSize; first += Width)
            {
                TLanes.Store(GroupSum(w0, w1, w2, w3, ref entry, first, TableSize), ref table, (4 * at) + first);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepTablesFour(
        GibbsTask task, GroupedRows rows, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups)
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref uint group = ref MemoryMarshal.GetReference(groups);
        ref float table = ref MemoryMarshal.GetReference(task.Tables);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        nuint chains = 4 * Width;
        PackGroups(ref spin, ref group, (nuint)groups.Length, chains);
        int run = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat f0 = TLanes.Broadcast(task.Fields[order[k]]);
            (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
            for (int end = rows.Start[k + 1]; run < end; run++)
            {
                ref uint index = ref Unsafe.Add(ref group, (nuint)(uint)rows.First[run] * chains);
                for (int left = rows.Length[run]; left > 0; left--)
                {
                    f0 = TLanes.Add(f0, TLanes.Lookup(ref table, TLanes.Load(ref index, 0)));
                    f1 = TLanes.Add(f1, TLanes.Lookup(ref table, TLanes.Load(ref index, Width)));
                    f2 = TLanes.Add(f2, TLanes.Lookup(ref table, TLanes.Load(ref index, 2 * Width)));
                    f3 = TLanes.Add(f3, TLanes.Lookup(ref table, TLanes.Load(ref index, 3 * Width)));
                    index = ref Unsafe.Add(ref index, chains);
                    table = ref Unsafe.Add(ref table, TableSize);
                }
            }

            nuint visited = (nuint)(uint)order[k];
            DrawFour(f0, f1, f2, f3, ref scale, ref Unsafe.Add(ref spin, visited * chains), ref stream);
            PackGroup(ref spin, ref group, visited / GroupedRows.GroupSize, chains);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepTablesOne(
        GibbsTask task, GroupedRows rows, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups)
    {
        ReadOnlySpan<int> order = task.Plan.Order;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref uint group = ref MemoryMarshal.GetReference(groups);
        ref float table = ref MemoryMarshal.GetReference(task.Tables);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        PackGroups(ref spin, ref group, (nuint)groups.Length, Width);
        int run = 0;
        for (int k = 0; k < order.Length; k++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[order[k]]);
            for (int end = rows.Start[k + 1]; run < end; run++)
            {
                nuint index = (nuint)(uint)rows.First[run] * Width;
                for (int left = rows.Length[run]; left > 0; left--)
                {
                    field = TLanes.Add(field, TLanes.Lookup(ref table, TLanes.Load(ref group, index)));
                    index += Width;
                    table = ref Unsafe.Add(ref table, TableSize);
                }
            }

            nuint visited = (nuint)(uint)order[k];
            TLanes.Store(Draw(field, TLanes.Load(ref scale, 0), ref stream, 0, Width), ref spin, visited * Width);
            PackGroup(ref spin, ref group, visited / GroupedRows.GroupSize, Width);
        }
    }

    private static void PackGroups(ref float spin, ref uint group, nuint length, nuint chains)
    {
        for (nuint g = 0; g < length / chains; g++)
        {
            PackGroup(ref spin, ref group, g, chains);
        }
    }

    /// <summary>Writes the index of one group in every chain: bit k is set where spin k is +1, that is where its sign bit is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackGroup(ref float spin, ref uint group, nuint g, nuint chains)
    {
        ref float first = ref Unsafe.Add(ref spin, GroupedRows.GroupSize * g * chains);
        TBits one = TLanes.Broadcast(1u);
        for (nuint c = 0; c < chains; c += Width)
        {
            TBits index = TLanes.Broadcast(0u);
            for (nuint k = GroupedRows.GroupSize; k-- > 0;)
            {
                TBits minus = TLanes.ShiftRight(TLanes.AsBits(TLanes.Load(ref first, (k * chains) + c)), 31);
                index = TLanes.Add(TLanes.Add(index, index), TLanes.Xor(minus, one));
            }

            TLanes.Store(index, ref group, (g * chains) + c);
        }
    }
}
