using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Between the two layouts of spins: a matrix of bytes [chain, spin] and a block of singles [spin, chain] with padding chains at the end.
/// Tiles of 8 x 8 spins pass through the 64 sign bits of one integer.
/// </summary>
internal static class SpinTransposition
{
    private const int TileSpins = 64; // 64 spins x 64 chains x 4 bytes = 16 KiB, half of a first-level cache

    private static readonly ulong[] SpinsOfSigns = [.. Enumerable.Range(0, 256).Select(SpreadSigns)];

    /// <summary>Copies a block to the first rows of a matrix; padding chains are left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToMatrix(ReadOnlySpan<float> block, int chains, Span<sbyte> matrix, int rows)
    {
        int n = block.Length / chains;
        for (int tile = 0; tile < n; tile += TileSpins)
        {
            int end = Math.Min(tile + TileSpins, n);
            int c = 0;
            for (; c <= rows - 8; c += 8)
            {
                int i = tile;
                for (; i <= end - 8; i += 8)
                {
                    ulong signs = 0;
                    for (int k = 0; k < 8; k++)
                    {
                        signs |= (ulong)Vector256.Create(block.Slice(((i + k) * chains) + c, 8)).ExtractMostSignificantBits() << (8 * k);
                    }

                    signs = Transposed(signs);
                    for (int k = 0; k < 8; k++)
                    {
                        BinaryPrimitives.WriteUInt64LittleEndian(
                            MemoryMarshal.AsBytes(matrix.Slice(((c + k) * n) + i, 8)), SpinsOfSigns[(byte)(signs >> (8 * k))]);
                    }
                }

                ToMatrixOneByOne(block, chains, matrix, c, c + 8, i, end);
            }

            ToMatrixOneByOne(block, chains, matrix, c, rows, tile, end);
        }
    }

    /// <summary>Copies the first rows of a matrix to a block; padding chains become +1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToBlock(ReadOnlySpan<sbyte> matrix, int rows, Span<float> block, int chains)
    {
        int n = block.Length / chains;
        if (rows < chains)
        {
            block.Fill(1);
        }

        Vector256<uint> bits = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        for (int tile = 0; tile < n; tile += TileSpins)
        {
            int end = Math.Min(tile + TileSpins, n);
            int c = 0;
            for (; c <= rows - 8; c += 8)
            {
                int i = tile;
                for (; i <= end - 8; i += 8)
                {
                    ulong signs = 0;
                    for (int k = 0; k < 8; k++)
                    {
                        signs |= SignsOfSpins(BinaryPrimitives.ReadUInt64LittleEndian(
                            MemoryMarshal.AsBytes(matrix.Slice(((c + k) * n) + i, 8)))) << (8 * k);
                    }

                    signs = Transposed(signs);
                    for (int k = 0; k < 8; k++)
                    {
                        Vector256<uint> minus = Vector256.Equals(Vector256.Create((uint)(byte)(signs >> (8 * k))) & bits, bits);
                        Vector256.ConditionalSelect(minus.AsSingle(), Vector256.Create(-1f), Vector256<float>.One)
                            .CopyTo(block.Slice(((i + k) * chains) + c, 8));
                    }
                }

                ToBlockOneByOne(matrix, block, chains, c, c + 8, i, end);
            }

            ToBlockOneByOne(matrix, block, chains, c, rows, tile, end);
        }
    }

    private static void ToMatrixOneByOne(
        ReadOnlySpan<float> block, int chains, Span<sbyte> matrix, int firstRow, int endRow, int first, int end)
    {
        int n = block.Length / chains;
        for (int c = firstRow; c < endRow; c++)
        {
            for (int i = first; i < end; i++)
            {
                matrix[(c * n) + i] = (sbyte)block[(i * chains) + c];
            }
        }
    }

    private static void ToBlockOneByOne(
        ReadOnlySpan<sbyte> matrix, Span<float> block, int chains, int firstRow, int endRow, int first, int end)
    {
        int n = block.Length / chains;
        for (int c = firstRow; c < endRow; c++)
        {
            for (int i = first; i < end; i++)
            {
                block[(i * chains) + c] = matrix[(c * n) + i];
            }
        }
    }

    /// <summary>Transposes an 8 x 8 matrix of bits: 1 x 1, 2 x 2 and 4 x 4 blocks above and below the diagonal change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Transposed(ulong x)
    {
        ulong t = (x ^ (x >> 7)) & 0x00AA_00AA_00AA_00AA;
        x ^= t ^ (t << 7);
        t = (x ^ (x >> 14)) & 0x0000_CCCC_0000_CCCC;
        x ^= t ^ (t << 14);
        t = (x ^ (x >> 28)) & 0x0000_0000_F0F0_F0F0;
        return x ^ t ^ (t << 28);
    }

    /// <summary>Bit i is the sign of byte i: the factor moves bit 8 i to bit 56 + i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SignsOfSpins(ulong spins) => (((spins >> 7) & 0x0101_0101_0101_0101) * 0x0102_0408_1020_4080) >> 56;

    /// <summary>Byte i is -1 where bit i is set, else +1.</summary>
    private static ulong SpreadSigns(int signs)
    {
        ulong spins = 0;
        for (int i = 0; i < 8; i++)
        {
            spins |= (((signs >> i) & 1) == 1 ? 0xFFul : 0x01ul) << (8 * i);
        }

        return spins;
    }
}
