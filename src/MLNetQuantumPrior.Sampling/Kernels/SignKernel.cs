using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RandomLanes512 = MLNetQuantumPrior.Sampling.RandomLanes<
    MLNetQuantumPrior.Sampling.Lanes512,
    System.Runtime.Intrinsics.Vector512<float>,
    System.Runtime.Intrinsics.Vector512<uint>,
    System.Runtime.Intrinsics.Vector512<double>>;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What changed against <see cref="ScalarKernel"/>: spins and local fields are bytes, 64 chains in a register; a coupling's sign is an
/// address; and a draw compares the random bits with a threshold that is looked up, so that no exponential is computed. It gives the same
/// spins.
/// </summary>
/// <remarks>Chain 16 r + l is byte 4 l + r: its random bits are in lane l of register r.</remarks>
internal static class SignKernel
{
    /// <summary>Chains that a sweep advances.</summary>
    public const int Chains = SignRows.RowBytes;

    /// <summary>Whether the machine permutes bytes.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512Vbmi.IsSupported;

    /// <summary>Visits every spin once.</summary>
    /// <param name="rows">What to read.</param>
    /// <param name="thresholds">Which random numbers give +1.</param>
    /// <param name="spins">The spins, as <see cref="Pack"/> wrote them, which the sweep replaces.</param>
    /// <param name="streams">The random streams, laid out [word, chain], which the sweep advances.</param>
    /// <param name="order">The spin of each visit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Sweep(SignRows rows, SignThresholds thresholds, Span<sbyte> spins, Span<uint> streams, ReadOnlySpan<int> order)
    {
        ref byte state = ref Unsafe.As<sbyte, byte>(ref MemoryMarshal.GetReference(spins));
        ref byte table = ref MemoryMarshal.GetArrayDataReference(thresholds.Tables);
        ref int offset = ref MemoryMarshal.GetArrayDataReference(rows.Offset);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        var random0 = RandomLanes512.Load(ref stream, 0, Chains);
        var random1 = RandomLanes512.Load(ref stream, 16, Chains);
        var random2 = RandomLanes512.Load(ref stream, 32, Chains);
        var random3 = RandomLanes512.Load(ref stream, 48, Chains);

        // The two highest bytes of each lane of two registers a and b, as a3 b3 a2 b2: bytes 3, 64 + 3, 2, 64 + 2, and 4 on a lane.
        Vector512<byte> upperBytes = (Vector512.Create(0x4202_4303u) + (Vector512<uint>.Indices * Vector512.Create(0x0404_0404u))).AsByte();
        Vector512<byte> always = Vector512.Create(thresholds.AlwaysBelow);
        for (int k = 0; k < order.Length; k++)
        {
            Vector512<byte> sum0 = Vector512.Create(rows.Field[k]);
            (Vector512<byte> sum1, Vector512<byte> sum2, Vector512<byte> sum3) = (default, default, default);
            for (int left = rows.Quads[k]; left > 0; left--)
            {
                sum0 += Vector512.LoadUnsafe(ref state, (nuint)(uint)offset);
                sum1 += Vector512.LoadUnsafe(ref state, (nuint)(uint)Unsafe.Add(ref offset, 1));
                sum2 += Vector512.LoadUnsafe(ref state, (nuint)(uint)Unsafe.Add(ref offset, 2));
                sum3 += Vector512.LoadUnsafe(ref state, (nuint)(uint)Unsafe.Add(ref offset, 3));
                offset = ref Unsafe.Add(ref offset, 4);
            }

            Vector512<byte> field = (sum0 + sum1) + (sum2 + sum3);
            Vector512<uint> bits0 = random0.Next();
            Vector512<uint> bits1 = random1.Next();
            Vector512<uint> bits2 = random2.Next();
            Vector512<uint> bits3 = random3.Next();
            Vector512<uint> upper01 = Avx512Vbmi.PermuteVar64x8x2(bits0.AsByte(), upperBytes, bits1.AsByte()).AsUInt32();
            Vector512<uint> upper23 = Avx512Vbmi.PermuteVar64x8x2(bits2.AsByte(), upperBytes, bits3.AsByte()).AsUInt32();
            Vector512<uint> lowHalf = Vector512.Create(0xFFFFu);
            Vector512<byte> highest = Vector512.ConditionalSelect(lowHalf, upper01, upper23 << 16).AsByte();
            Vector512<byte> middle = Vector512.ConditionalSelect(lowHalf, upper01 >>> 16, upper23).AsByte();
            Vector512<byte> highestThreshold = Lookup(ref table, field);
            Vector512<byte> middleThreshold = Lookup(ref Unsafe.Add(ref table, SignThresholds.Entries), field);
            Vector512<byte> plus = Vector512.LessThan(highest, highestThreshold) | Vector512.LessThan(field, always) |
                (Vector512.Equals(highest, highestThreshold) & Vector512.LessThan(middle, middleThreshold));
            Vector512<byte> spin = Vector512.ConditionalSelect(plus, Vector512<byte>.One, Vector512<byte>.AllBitsSet);
            Vector512<byte> tie = (highest ^ highestThreshold) | (middle ^ middleThreshold);
            if (Vector512.EqualsAny(tie, Vector512<byte>.Zero)) // once in a thousand visits
            {
                Vector512<byte> low = LowBytes(bits0, bits1, bits2, bits3);
                Vector512<byte> lowThreshold = Lookup(ref Unsafe.Add(ref table, 2 * SignThresholds.Entries), field);
                Vector512<byte> tied = Vector512.Equals(tie, Vector512<byte>.Zero) & Vector512.LessThan(low, lowThreshold);
                spin = Vector512.ConditionalSelect(tied, Vector512<byte>.One, spin);
            }

            ref byte own = ref Unsafe.Add(ref state, 2 * SignRows.RowBytes * (nuint)(uint)order[k]);
            spin.StoreUnsafe(ref own);
            (Vector512<byte>.Zero - spin).StoreUnsafe(ref own, SignRows.RowBytes);
        }

        random0.Store(ref stream, 0, Chains);
        random1.Store(ref stream, 16, Chains);
        random2.Store(ref stream, 32, Chains);
        random3.Store(ref stream, 48, Chains);
    }

    /// <summary>Writes spins, their negatives, and the row of zeros.</summary>
    /// <param name="spins">Singles, laid out [spin, chain].</param>
    /// <param name="state">Bytes of <see cref="SignRows.StateBytes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Pack(ReadOnlySpan<float> spins, Span<sbyte> state)
    {
        ref float from = ref MemoryMarshal.GetReference(spins);
        ref sbyte to = ref MemoryMarshal.GetReference(state);
        nuint rows = (nuint)spins.Length / Chains;
        for (nuint i = 0; i < rows; i++)
        {
            Vector512<int> packed = Byte(0, ref from) | Byte(1, ref from) | Byte(2, ref from) | Byte(3, ref from);
            packed.AsSByte().StoreUnsafe(ref to, 2 * SignRows.RowBytes * i);
            (Vector512<sbyte>.Zero - packed.AsSByte()).StoreUnsafe(ref to, SignRows.RowBytes * ((2 * i) + 1));
            from = ref Unsafe.Add(ref from, Chains);
        }

        Vector512<sbyte>.Zero.StoreUnsafe(ref to, 2 * SignRows.RowBytes * rows);

        static Vector512<int> Byte(int r, ref float from) =>
            (Vector512.ConvertToInt32(Vector512.LoadUnsafe(ref from, 16 * (nuint)(uint)r)) & Vector512.Create(0xFF)) << (8 * r);
    }

    /// <summary>Writes what <see cref="Pack"/> read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Unpack(ReadOnlySpan<sbyte> state, Span<float> spins)
    {
        ref sbyte from = ref MemoryMarshal.GetReference(state);
        ref float to = ref MemoryMarshal.GetReference(spins);
        for (nuint i = 0; i < (nuint)spins.Length / Chains; i++)
        {
            Vector512<int> packed = Vector512.LoadUnsafe(ref from, 2 * SignRows.RowBytes * i).AsInt32();
            for (int r = 0; r < 4; r++)
            {
                Vector512.ConvertToSingle((packed << (24 - (8 * r))) >> 24).StoreUnsafe(ref to, (Chains * i) + (16 * (nuint)(uint)r));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Lookup(ref byte table, Vector512<byte> field) =>
        Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref table), field, Vector512.LoadUnsafe(ref table, 64));

    /// <summary>Bits 8 to 15 of every chain.</summary>
    private static Vector512<byte> LowBytes(Vector512<uint> bits0, Vector512<uint> bits1, Vector512<uint> bits2, Vector512<uint> bits3)
    {
        Vector512<uint> second = Vector512.Create(0xFF00u);
        return (((bits0 & second) >>> 8) | (bits1 & second) | ((bits2 & second) << 8) | ((bits3 & second) << 16)).AsByte();
    }
}
