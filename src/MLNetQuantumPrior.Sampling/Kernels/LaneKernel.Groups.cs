using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// The indices of groups of four spins, bit k set where spin k is -1, that is where its sign bit is, and the tables that they choose from.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private const int TableSize = 16;

    /// <summary>Indices of a word, 4 bits each.</summary>
    private const int WordGroups = 8;

    // Spin k of a group in entry e of a table: -1 where bit k of e is set.
    private static readonly float[] EntrySpins =
    [
        .. from k in Enumerable.Range(0, SpinGroups.Size)
           from entry in Enumerable.Range(0, TableSize)
           select ((entry >> k) & 1) == 1 ? -1f : 1f,
    ];

    /// <summary>An index a group, laid out [group, chain], the sums of four spins, and the indices again as words of eight.</summary>
    public override int GroupRows(SpinGroups groups) =>
        groups.Count + SweepPlan.BundleSize + ((groups.Count + WordGroups - 1) / WordGroups);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void BuildTables(ReadOnlySpan<float> weights, Span<float> tables)
    {
        ref float weight = ref MemoryMarshal.GetReference(weights);
        ref float table = ref MemoryMarshal.GetReference(tables);
        ref float entry = ref MemoryMarshal.GetArrayDataReference(EntrySpins);
        for (nuint at = 0; at < (nuint)weights.Length; at += SpinGroups.Size)
        {
            TFloat w0 = TLanes.Broadcast(Unsafe.Add(ref weight, at));
            TFloat w1 = TLanes.Broadcast(Unsafe.Add(ref weight, at + 1));
            TFloat w2 = TLanes.Broadcast(Unsafe.Add(ref weight, at + 2));
            TFloat w3 = TLanes.Broadcast(Unsafe.Add(ref weight, at + 3));
            for (nuint first = 0; first < TableSize; first += Width)
            {
                TFloat sum = GroupSum(
                    w0, w1, w2, w3,
                    TLanes.Load(ref entry, first),
                    TLanes.Load(ref entry, first + TableSize),
                    TLanes.Load(ref entry, first + (2 * TableSize)),
                    TLanes.Load(ref entry, first + (3 * TableSize)));
                TLanes.Store(sum, ref table, (4 * at) + first);
            }
        }
    }

    /// <summary>(w0 s0 + w1 s1) + (w2 s2 + w3 s3). A product with -1 or +1 is exact, so that fusing it changes no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat GroupSum(TFloat w0, TFloat w1, TFloat w2, TFloat w3, TFloat s0, TFloat s1, TFloat s2, TFloat s3) =>
        TLanes.Add(TLanes.MultiplyAdd(w1, s1, TLanes.Multiply(w0, s0)), TLanes.MultiplyAdd(w3, s3, TLanes.Multiply(w2, s2)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PackGroups(SpinGroups groups, ReadOnlySpan<float> spins, Span<uint> packed, int chains)
    {
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint index = ref MemoryMarshal.GetReference(packed);
        for (int g = 0; g < groups.Count; g++)
        {
            ReadOnlySpan<int> member = groups.Member.AsSpan(SpinGroups.Size * g, SpinGroups.Size);
            for (int c = 0; c < chains; c += TLanes.Count)
            {
                TBits indices = Index(
                    TLanes.Load(ref spin, (nuint)((member[0] * chains) + c)),
                    TLanes.Load(ref spin, (nuint)((member[1] * chains) + c)),
                    TLanes.Load(ref spin, (nuint)((member[2] * chains) + c)),
                    TLanes.Load(ref spin, (nuint)((member[3] * chains) + c)));
                TLanes.Store(indices, ref index, (nuint)((g * chains) + c));
                nuint word = (nuint)(((groups.Count + SweepPlan.BundleSize + (g / WordGroups)) * chains) + c);
                TBits before = g % WordGroups == 0 ? TLanes.Broadcast(0u) : TLanes.Load(ref index, word);
                TLanes.Store(TLanes.Or(TLanes.ShiftLeft(indices, ShiftOf(g)), before), ref index, word);
            }
        }
    }

    private static int ShiftOf(int group) => SpinGroups.Size * (group % WordGroups);

    /// <summary>Writes what some bundles changed to the words, if sweeps of this plan read them.</summary>
    private static void PutWords(SweepPlan plan, Chains chains, int first, int end)
    {
        if (!TLanes.HasManyRegisters || !plan.HasDense || chains.Count == Width)
        {
            return;
        }

        for (int b = first; b < end; b++)
        {
            for (int at = plan.BundleStart[b]; at < (plan.OwnGroup[b] < 0 ? plan.BundleStart[b + 1] : plan.BundleStart[b] + 1); at++)
            {
                PutWord(chains, plan.Groups.Group[plan.Order[at]]);
            }
        }
    }

    /// <summary>Writes the index of a group to its word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutWord(Chains chains, int group)
    {
        TBits mask = TLanes.Broadcast(0xFu << ShiftOf(group));
        for (nuint c = 0; c < chains.Count; c += Width)
        {
            ref uint word = ref chains.WordAt(group, c);
            TBits index = TLanes.ShiftLeft(TLanes.Load(ref chains.GroupAt(group, c), 0), ShiftOf(group));
            TLanes.Store(TLanes.Select(mask, index, TLanes.Load(ref word, 0)), ref word, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBits Index(TFloat s0, TFloat s1, TFloat s2, TFloat s3)
    {
        TBits index = TLanes.And(TLanes.WhereNegative(s0), TLanes.Broadcast(1u));
        index = TLanes.Or(TLanes.And(TLanes.WhereNegative(s1), TLanes.Broadcast(2u)), index);
        index = TLanes.Or(TLanes.And(TLanes.WhereNegative(s2), TLanes.Broadcast(4u)), index);
        return TLanes.Or(TLanes.And(TLanes.WhereNegative(s3), TLanes.Broadcast(8u)), index);
    }

    /// <summary>Writes the bit of one spin in the index of its group, if it has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutBit(TFloat value, SpinGroups groups, int spin, Chains chains, nuint c)
    {
        if (groups.Group[spin] >= 0)
        {
            ref uint index = ref chains.GroupAt(groups.Group[spin], c);
            TBits bit = TLanes.Broadcast(1u << groups.Slot[spin]);
            TLanes.Store(TLanes.Select(bit, TLanes.WhereNegative(value), TLanes.Load(ref index, 0)), ref index, 0);
        }
    }
}
