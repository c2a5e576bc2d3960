using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Tables over all states of some spins, and over those of a subset of these. The mask has the bits of the subset in the larger table; its
/// spins have the same order in both.
/// </summary>
internal static class SubsetTable
{
    /// <summary>Adds to each entry of the table the subset's entry of the same spins.</summary>
    public static void Spread(ReadOnlySpan<double> subset, int mask, Span<double> table)
    {
        if (subset.Length == table.Length)
        {
            Add(subset, table);
            return;
        }

        int half = table.Length / 2;
        bool shared = (mask & half) != 0;
        Spread(shared ? subset[..(subset.Length / 2)] : subset, mask, table[..half]);
        Spread(shared ? subset[(subset.Length / 2)..] : subset, mask, table[half..]);
    }

    /// <summary>Adds to each entry of the subset all entries of the table of the same spins.</summary>
    public static void Gather(ReadOnlySpan<double> table, int mask, Span<double> subset)
    {
        if (subset.Length == table.Length)
        {
            Add(table, subset);
            return;
        }

        int half = table.Length / 2;
        bool shared = (mask & half) != 0;
        Gather(table[..half], mask, shared ? subset[..(subset.Length / 2)] : subset);
        Gather(table[half..], mask, shared ? subset[(subset.Length / 2)..] : subset);
    }

    private static void Add(ReadOnlySpan<double> terms, Span<double> sums)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(terms);
        Span<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (int k = 0; k < x.Length; k++)
        {
            y[k] += x[k];
        }

        for (int k = x.Length * Vector<double>.Count; k < terms.Length; k++)
        {
            sums[k] += terms[k];
        }
    }
}
