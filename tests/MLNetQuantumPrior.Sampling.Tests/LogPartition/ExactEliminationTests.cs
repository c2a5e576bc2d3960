namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ExactEliminationTests
{
    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.25)]
    [DataRow(0.5)]
    [DataRow(1.0)]
    public void AgreesWithEnumerationOnRandomGraphs(double density)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            IsingModel model = TestModels.Random(RandomGraph(5 + seed, density, seed), 1.5, seed);
            AssertAgreesWithEnumeration(model, beta: 0.2 + (0.15 * seed));
        }
    }

    [TestMethod]
    public void AgreesWithEnumerationOnGraphsOfOneSpinOfPartsAndOfNoEdges()
    {
        AssertAgreesWithEnumeration(TestModels.Random(SpinGraph.Complete(1), 2, seed: 1), beta: 1);
        AssertAgreesWithEnumeration(TestModels.Random(TestModels.Disconnected(), 2, seed: 2), beta: 1);
        AssertAgreesWithEnumeration(TestModels.Random(SpinGraph.FromEdges(9, []), 2, seed: 3), beta: 1);
        AssertAgreesWithEnumeration(TestModels.Frustrated(TestModels.Torus(4, 4), seed: 4), beta: 1);
        AssertAgreesWithEnumeration(TestModels.Frustrated(SpinGraph.Zephyr(1, 1), seed: 5), beta: 2);
    }

    [TestMethod]
    [DataRow(1, 700)]
    [DataRow(2, 300)]
    [DataRow(5, 60)]
    public void AgreesWithTheTransferMatrixOfLongStrips(int width, int length)
    {
        IsingModel model = TestModels.Random(Strip.Graph(width, length), 1.5, seed: width);
        (double logPartition, double[] means) = Strip.Solve(model, width, beta: 0.8);

        var elimination = new ExactElimination(model, 0.8);

        Assert.AreEqual(width, elimination.Width);
        Assert.AreEqual(logPartition, elimination.LogPartition, 1e-11 * logPartition);
        for (int i = 0; i < means.Length; i++)
        {
            Assert.AreEqual(means[i], elimination.MeanSpins[i], 1e-10, $"mean of spin {i}");
        }
    }

    // Without fields, s_i s_j of the edges of a tree are independent, whatever its shape.
    [TestMethod]
    public void TreesWithoutFieldsHaveTheClosedForm()
    {
        const double beta = 1.3;
        const int spins = 600;
        var random = new Random(1);
        SpinGraph tree = SpinGraph.FromEdges(spins, Enumerable.Range(1, spins - 1).Select(i => new SpinEdge(random.Next(i), i)));
        IsingModel model = new(tree, new float[spins], [.. tree.Edges.Select(_ => (float)((2 * random.NextDouble()) - 1))]);

        var elimination = new ExactElimination(model, beta);

        Assert.AreEqual(1, elimination.Width);
        double expected = (spins * Math.Log(2)) + model.Couplings.Sum(j => Math.Log(Math.Cosh(beta * j)));
        Assert.AreEqual(expected, elimination.LogPartition, 1e-9);
        for (int e = 0; e < tree.Edges.Length; e++)
        {
            Assert.AreEqual(-Math.Tanh(beta * model.Couplings[e]), elimination.EdgeCorrelations[e], 1e-11, $"edge {e}");
        }

        Assert.IsTrue(elimination.MeanSpins.All(mean => Math.Abs(mean) < 1e-11));
    }

    // A ferromagnetic ring: all weight lies on two states, in spite of energies that exp cannot take.
    [TestMethod]
    public void LargeEnergiesDoNotOverflow()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(50), 0, -1000);

        var elimination = new ExactElimination(model, 100);

        Assert.AreEqual(50 * 1e5, elimination.LogPartition - Math.Log(2), 1e-8);
        Assert.IsTrue(elimination.EdgeCorrelations.All(c => c == 1));
        Assert.IsTrue(elimination.MeanSpins.All(m => m == 0));
    }

    [TestMethod]
    public void BetaZeroCountsStates()
    {
        var elimination = new ExactElimination(TestModels.Random(Strip.Graph(3, 40), 1, seed: 1), 0);

        Assert.AreEqual(120 * Math.Log(2), elimination.LogPartition, 1e-10);
        Assert.IsTrue(elimination.MeanSpins.Concat(elimination.EdgeCorrelations).All(m => Math.Abs(m) < 1e-13));
    }

    [TestMethod]
    public void RefusesWideGraphsAndTemperaturesOutOfRange()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new ExactElimination(TestModels.Uniform(SpinGraph.Complete(40), 0, 1)));
        Assert.StartsWith(
            "Model to eliminate: expected a graph whose elimination needs at most 33554432 table entries, got complete(40), which needs " +
            "more in each order tried (min-fill, min-degree, by index). Estimate log Z by annealing instead.",
            error.Message);
        foreach (double beta in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            error = Assert.ThrowsExactly<ArgumentException>(() => new ExactElimination(TestModels.Uniform(TestModels.Ring(3), 0, 1), beta));
            Assert.StartsWith($"Inverse temperature 'beta': expected a finite number, at least 0, got {beta}.", error.Message);
        }
    }

    [TestMethod]
    public void CanBeCancelled() => Assert.Throws<OperationCanceledException>(
        () => new ExactElimination(TestModels.Uniform(TestModels.Ring(30), 0, 1), cancel: new(canceled: true)));

    private static void AssertAgreesWithEnumeration(IsingModel model, double beta)
    {
        var expected = new ExactEnumeration(model, beta);
        var actual = new ExactElimination(model, beta);
        Assert.AreEqual(expected.LogPartition, actual.LogPartition, 1e-10, $"log Z of {model.Graph}");
        for (int i = 0; i < model.SpinCount; i++)
        {
            Assert.AreEqual(expected.MeanSpins[i], actual.MeanSpins[i], 1e-11, $"mean of spin {i} in {model.Graph}");
        }

        for (int e = 0; e < model.Couplings.Length; e++)
        {
            Assert.AreEqual(expected.EdgeCorrelations[e], actual.EdgeCorrelations[e], 1e-11, $"edge {e} of {model.Graph}");
        }
    }

    private static SpinGraph RandomGraph(int spins, double density, int seed)
    {
        var random = new Random(seed);
        return SpinGraph.FromEdges(spins, SpinGraph.Complete(spins).Edges.Where(_ => random.NextDouble() < density));
    }
}
