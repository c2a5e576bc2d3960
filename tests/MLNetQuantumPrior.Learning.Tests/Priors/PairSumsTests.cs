using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class PairSumsTests
{
    private static IEnumerable<object[]> Graphs() =>
        [[SpinGraph.Complete(37)], [SpinGraph.Complete(300)], [SpinGraph.Bipartite(9, 12)], [SpinGraph.Zephyr(1, 2)]];

    // Twice, with fewer rows at the second time; between them something else is asked of the same memory.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void EnergiesAreTheModels(SpinGraph graph)
    {
        int n = graph.SpinCount;
        float[] h = Numbers(n, 1), couplings = Numbers(graph.Edges.Length, 2);
        var model = new IsingModel(graph, h, couplings);
        foreach (PairSums pairs in new PairSums[] { new DensePairSums(graph, threads: 2), new SparsePairSums(graph) })
        {
            foreach (int rows in new[] { 45, 3 })
            {
                sbyte[] spins = [.. Numbers(rows * n, 3).Select(x => (sbyte)(x < 0 ? -1 : 1))];
                float[] values = [.. spins.Select(s => (float)s)], energies = new float[rows];

                pairs.Energies(h, couplings, values, energies);
                pairs.Fields(couplings, values, new float[values.Length]);

                for (int row = 0; row < rows; row++)
                {
                    // At most n sums of up to some 20, and one of n of these, up to 500: each addition is
                    // rounded by 2^-24 of its sum, at random.
                    Assert.AreEqual(model.Energy(spins.AsSpan(row * n, n)), energies[row], 2e-6 * n, $"{pairs.GetType().Name}, row {row}");
                }
            }
        }
    }

    private static float[] Numbers(int count, ulong stream)
    {
        float[] numbers = new float[count];
        new UniformStream(5, stream).FillNormal(numbers, 1);
        return numbers;
    }
}
