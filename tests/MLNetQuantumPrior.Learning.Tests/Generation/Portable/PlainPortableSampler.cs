using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Rows of a portable generator by its definition, bit after bit, from machines that are not rounded.</summary>
internal static class PlainPortableSampler
{
    /// <summary>Spins of a row without acceptance, from a class of one machine.</summary>
    public static sbyte[] Draw(IsingModel machine, ReadOnlySpan<sbyte> start, PortableRow row, int set)
    {
        sbyte[] spins = start.ToArray();
        int n = spins.Length, words = (n + 1) / 2;
        ulong key = PortableRandom.Key(row.Seed, row.Id, set);
        for (int sweep = 1; sweep <= row.Sweeps; sweep++)
        {
            for (int i = 0; i < n; i++)
            {
                uint word = PortableRandom.Word(PortableRandom.Counter(0, sweep) + (ulong)(i % words), key);
                double uniform = ((i < words ? word >> 16 : word & 0xffff) + 0.5) / 65536;
                double field = machine.Field(i);
                for (int k = 0; k < machine.Couplings.Length; k++)
                {
                    (int a, int b) = machine.Graph.Edges[k];
                    field += a == i ? machine.Coupling(k) * spins[b] : b == i ? machine.Coupling(k) * spins[a] : 0;
                }

                spins[i] = (sbyte)(Math.Log(uniform / (1 - uniform)) < -2 * row.Beta * field ? 1 : -1);
            }
        }

        return spins;
    }
}
