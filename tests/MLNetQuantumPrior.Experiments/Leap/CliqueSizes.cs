using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The largest complete graph on a Zephyr Z(12, 4), the pattern of Advantage2, against the share of dead qubits.</summary>
internal static class CliqueSizes
{
    private const int Grid = 12;

    public static IEnumerable<ResultRow> Run(int seeds)
    {
        SpinGraph whole = SpinGraph.Zephyr(Grid);
        foreach (double share in (double[])[0, 0.01, 0.02, 0.05])
        {
            for (ulong seed = 1; seed <= (share == 0 ? 1UL : (ulong)seeds); seed++)
            {
                int[] labels = [.. whole.Labels];
                new Random((int)seed).Shuffle(labels);
                SpinGraph working = whole.WithoutSpins(labels[..(int)(share * labels.Length)]);
                Embedding largest = CliqueEmbedding.Largest(HardwareTopology.Zephyr(Grid), working);
                string set = FormattableString.Invariant($"{100 * share} % of the qubits dead");
                Console.WriteLine($"{set}, seed {seed}: {largest.Chains.Length} spins, longest chain {largest.LongestChain}");
                yield return new(set, "clique on Zephyr", "clique", seed, largest.Chains.Length);
                yield return new(set, "clique on Zephyr", "longestChain", seed, largest.LongestChain);
            }
        }
    }
}
