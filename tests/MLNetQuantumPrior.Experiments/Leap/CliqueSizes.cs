using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Complete graphs on a Zephyr Z(12, 4), the pattern of Advantage2, with qubits and couplers lost at random: how many spins, and how long
/// the chains of 64 spins have to be.
/// </summary>
internal static class CliqueSizes
{
    private const int Grid = 12;
    private const int Fewer = 64;

    public static IEnumerable<ResultRow> Run(int seeds)
    {
        HardwareTopology topology = HardwareTopology.Zephyr(Grid);
        SpinGraph whole = SpinGraph.Zephyr(Grid);
        foreach (double couplers in (double[])[0, 0.01])
        {
            foreach (double qubits in (double[])[0, 0.01, 0.02, 0.05, 0.1])
            {
                string set = FormattableString.Invariant($"{100 * qubits} % of the qubits dead") +
                    (couplers == 0 ? "" : FormattableString.Invariant($" and {100 * couplers} % of the couplers lost"));
                for (ulong seed = 1; seed <= (qubits + couplers == 0 ? 1UL : (ulong)seeds); seed++)
                {
                    SpinGraph working = WithDefects(whole, qubits, couplers, new((int)seed));
                    Embedding largest = CliqueEmbedding.Largest(topology, working);
                    Console.WriteLine($"{set}, seed {seed}: {largest.Chains.Length} spins, longest chain {largest.LongestChain}");
                    yield return new(set, "Zephyr Z(12, 4)", "clique", seed, largest.Chains.Length);
                    yield return new(set, "Zephyr Z(12, 4)", "longestChain", seed, largest.LongestChain);
                    if (CliqueEmbedding.Find(Fewer, topology, working) is { } fewer)
                    {
                        yield return new(set, "Zephyr Z(12, 4)", "longestChainOf64", seed, fewer.LongestChain);
                    }
                }
            }
        }
    }

    private static SpinGraph WithDefects(SpinGraph whole, double qubits, double couplers, Random random)
    {
        int[] labels = [.. whole.Labels];
        random.Shuffle(labels);
        SpinGraph working = whole.WithoutSpins(labels[..(int)(qubits * labels.Length)]);
        SpinEdge[] edges = [.. working.Edges.Select(e => new SpinEdge(working.Labels[e.I], working.Labels[e.J]))];
        random.Shuffle(edges);
        return working.WithoutEdges(edges[..(int)(couplers * edges.Length)]);
    }
}
