using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>Sequential Gibbs sweeps of one row in whole numbers.</summary>
internal static class PortableSweeps
{
    /// <summary>Changes the bits of a row.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="round">The round.</param>
    /// <param name="sweeps">Number of sweeps.</param>
    /// <param name="beta">Inverse temperature.</param>
    /// <param name="key">The key of the row.</param>
    /// <param name="bits">0 or 1 each. <c>[Bits]</c></param>
    /// <param name="sums">Room for sums. <c>[Bits]</c></param>
    /// <param name="cancel">Ends the sweeps with an <see cref="OperationCanceledException"/>.</param>
    public static void Run(
        PortableTables tables,
        int machine,
        int round,
        int sweeps,
        float beta,
        ulong key,
        Span<float> bits,
        Span<int> sums,
        CancellationToken cancel)
    {
        int n = tables.Bits, words = (n + 1) / 2;
        ReadOnlySpan<int> weights = tables.Weights[tables.WeightsOf[machine]];
        tables.Biases[machine].CopyTo(sums);
        AddRows(weights, bits, sums);
        ushort[] uniforms = new ushort[2 * words];
        for (int sweep = 1; sweep <= sweeps; sweep++)
        {
            cancel.ThrowIfCancellationRequested();
            ulong counter = PortableRandom.Counter(round, sweep);
            for (int k = 0; k < words; k++)
            {
                uint word = PortableRandom.Word(counter + (ulong)k, key);
                (uniforms[k], uniforms[words + k]) = ((ushort)(word >> 16), (ushort)word);
            }

            for (int i = 0; i < n; i++)
            {
                bool isOne = sums[i] > tables.Thresholds[uniforms[i]] / beta; // a whole number below 2^24
                if (isOne != (bits[i] != 0))
                {
                    bits[i] = isOne ? 1 : 0;
                    if (isOne)
                    {
                        Add(weights.Slice(i * n, n), sums);
                    }
                    else
                    {
                        Subtract(weights.Slice(i * n, n), sums);
                    }
                }
            }
        }
    }

    /// <summary>Adds the weights of all bits that are 1. <c>[Bits]</c></summary>
    public static void AddRows(ReadOnlySpan<int> weights, ReadOnlySpan<float> bits, Span<int> sums)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i] != 0)
            {
                Add(weights.Slice(i * bits.Length, bits.Length), sums);
            }
        }
    }

    private static void Add(ReadOnlySpan<int> row, Span<int> sums)
    {
        ReadOnlySpan<Vector<int>> rows = MemoryMarshal.Cast<int, Vector<int>>(row);
        Span<Vector<int>> all = MemoryMarshal.Cast<int, Vector<int>>(sums);
        for (int k = 0; k < all.Length; k++)
        {
            all[k] += rows[k];
        }

        for (int k = all.Length * Vector<int>.Count; k < sums.Length; k++)
        {
            sums[k] += row[k];
        }
    }

    private static void Subtract(ReadOnlySpan<int> row, Span<int> sums)
    {
        ReadOnlySpan<Vector<int>> rows = MemoryMarshal.Cast<int, Vector<int>>(row);
        Span<Vector<int>> all = MemoryMarshal.Cast<int, Vector<int>>(sums);
        for (int k = 0; k < all.Length; k++)
        {
            all[k] -= rows[k];
        }

        for (int k = all.Length * Vector<int>.Count; k < sums.Length; k++)
        {
            sums[k] -= row[k];
        }
    }
}
