namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class IsingModelTests
{
    [TestMethod]
    public void EnergyIsTheSumOfTheDefinition()
    {
        SpinGraph[] graphs = [SpinGraph.Complete(6), SpinGraph.Bipartite(2, 3), TestModels.Disconnected(), SpinGraph.Complete(1)];
        foreach (SpinGraph graph in graphs)
        {
            IsingModel model = TestModels.Random(graph, 2, seed: 1);
            foreach (sbyte[] s in TestModels.AllStates(graph.SpinCount))
            {
                double expected = 0;
                for (int k = graph.Edges.Length - 1; k >= 0; k--)
                {
                    expected += model.Couplings[k] * s[graph.Edges[k].I] * s[graph.Edges[k].J];
                }

                for (int i = 0; i < s.Length; i++)
                {
                    expected += (double)model.Fields[i] * s[i];
                }

                Assert.AreEqual(expected, model.Energy(s), 1e-12);
            }
        }
    }

    [TestMethod]
    public void EnergyIsSummedInDoublePrecision()
    {
        // In singles 1 would be lost beside 2^25.
        var model = new IsingModel(SpinGraph.Complete(2), [1 << 25, 1], [1 << 25]);

        Assert.AreEqual(1, model.Energy([1, 1]) - (2.0 * (1 << 25)));
    }

    [TestMethod]
    public void NumbersAreCopied()
    {
        float[] fields = [1, 2];
        float[] couplings = [3];
        var model = new IsingModel(SpinGraph.Complete(2), fields, couplings);

        fields[0] = couplings[0] = 9;

        CollectionAssert.AreEqual(new[] { 1f, 2f }, model.Fields);
        CollectionAssert.AreEqual(new[] { 3f }, model.Couplings);
    }

    [TestMethod]
    public void RefusesNumbersThatDoNotFitTheGraph()
    {
        SpinGraph graph = SpinGraph.Complete(3);

        Refused([1, 2], [1, 2, 3], "fields", "fields: expected one number for each of the graph's 3 spins, got 2.");
        Refused([1, 2, 3], [1, 2, 3, 4], "couplings", "couplings: expected one number for each of the graph's 3 edges, got 4.");
        Refused([1, float.NaN, 3], [1, 2, 3], "fields", "fields[1]: expected a finite number, got NaN.");
        Refused([1, 2, 3], [1, 2, 1 / -0f], "couplings", "couplings[2]: expected a finite number, got -Infinity.");

        void Refused(float[] fields, float[] couplings, string name, string message)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => new IsingModel(graph, fields, couplings));
            Assert.StartsWith(message, error.Message);
            Assert.AreEqual(name, error.ParamName);
        }
    }

    [TestMethod]
    public void RefusesAConfigurationOfAnotherSize()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(3), 1, seed: 1);

        var error = Assert.ThrowsExactly<ArgumentException>(() => model.Energy([1, 1]));
        Assert.StartsWith("Configuration: expected 3 spins, got 2.", error.Message);
    }

    [TestMethod]
    public void EnergiesOfManyAreTheEnergiesOfEach()
    {
        foreach (SpinGraph graph in new[] { SpinGraph.Complete(19), SpinGraph.Zephyr(1, 2), SpinGraph.FromEdges(3, []) })
        {
            IsingModel model = TestModels.Random(graph, 0.7, seed: 3);
            foreach (int rows in new[] { 0, 1, 17, 200 })
            {
                SpinMatrix configurations = rows == 0
                    ? new(0, graph.SpinCount, [])
                    : new BlockGibbsSampler { Sweeps = 1 }.Sample(model, new(rows, Seed: 4)).Spins;
                CollectionAssert.AreEqual(
                    Enumerable.Range(0, rows).Select(r => model.Energy(configurations[r])).ToArray(), model.Energies(configurations));
                CollectionAssert.AreEqual(model.Energies(configurations, maxDegreeOfParallelism: 1), model.Energies(configurations));
            }
        }
    }
}
