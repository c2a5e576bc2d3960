namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ExactEnumerationTests
{
    // 12 spins fill one block, 13 and 14 need several.
    public static IEnumerable<object[]> Models =>
    [
        [TestModels.Random(SpinGraph.Complete(1), 1, seed: 1), 1.0],
        [TestModels.Random(SpinGraph.Complete(7), 0.5, seed: 2), 1.0],
        [TestModels.Random(SpinGraph.Complete(12), 0.5, seed: 3), 0.7],
        [TestModels.Random(SpinGraph.Complete(14), 0.5, seed: 4), 1.3],
        [TestModels.Random(SpinGraph.Bipartite(6, 7), 1, seed: 5), 0.5],
        [TestModels.Random(TestModels.Disconnected(), 1, seed: 6), 2.0],
        [TestModels.Random(SpinGraph.Complete(5), 1, seed: 7), 0.0],
    ];

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void AgreesWithTheDefinitions(IsingModel model, double beta)
    {
        var exact = new ExactEnumeration(model, beta);

        sbyte[][] states = [.. TestModels.AllStates(model.SpinCount)];
        double[] energies = [.. states.Select(s => model.Energy(s))];
        double[] weights = [.. energies.Select(e => Math.Exp(-beta * e))];
        double z = weights.Sum();
        double Mean(Func<int, double> value) => Enumerable.Range(0, states.Length).Sum(k => weights[k] / z * value(k));

        Assert.AreEqual(Math.Log(z), exact.LogPartition, 1e-12 * Math.Max(1, Math.Abs(Math.Log(z))));
        Assert.AreEqual(energies.Min(), exact.LowestEnergy, 1e-12);
        Assert.AreEqual(Mean(k => energies[k]), exact.MeanEnergy, 1e-11);
        Assert.AreEqual(Mean(k => -Math.Log(weights[k] / z)), exact.Entropy, 1e-11);
        for (int i = 0; i < model.SpinCount; i++)
        {
            Assert.AreEqual(Mean(k => states[k][i]), exact.MeanSpins[i], 1e-12, $"spin {i}");
        }

        for (int e = 0; e < model.Couplings.Length; e++)
        {
            SpinEdge edge = model.Graph.Edges[e];
            Assert.AreEqual(Mean(k => states[k][edge.I] * states[k][edge.J]), exact.EdgeCorrelations[e], 1e-12, $"edge {edge}");
        }

        double[] probabilities = exact.Probabilities();
        Assert.HasCount(states.Length, probabilities);
        for (int k = 0; k < states.Length; k++)
        {
            Assert.AreEqual(weights[k] / z, probabilities[k], 1e-12);
        }

        Assert.AreEqual(Math.Log(weights[^2] / z), exact.LogProbability(states[^2]), 1e-11);
        Assert.AreEqual(Mean(k => states[k][0] * energies[k]), exact.Expectation(s => s[0] * model.Energy(s)), 1e-11);
    }

    // lambda = e^(-beta J) +- e^(beta J) are the eigenvalues of the ring's transfer matrix: Z = lambda_+^n + lambda_-^n.
    [TestMethod]
    public void LargestModelAgreesWithTheTransferMatrix()
    {
        const float coupling = -0.75f;
        const double beta = 0.8;
        var exact = new ExactEnumeration(TestModels.Uniform(TestModels.Ring(24), 0, coupling), beta);

        double plus = Math.Exp(-beta * coupling) + Math.Exp(beta * coupling);
        double minus = Math.Exp(-beta * coupling) - Math.Exp(beta * coupling);
        double z = Math.Pow(plus, 24) + Math.Pow(minus, 24);
        double correlation = ((Math.Pow(plus, 23) * minus) + (Math.Pow(minus, 23) * plus)) / z;
        Assert.AreEqual(Math.Log(z), exact.LogPartition, 1e-11);
        Assert.AreEqual(24 * coupling, exact.LowestEnergy, 1e-12);
        foreach (double actual in exact.EdgeCorrelations)
        {
            Assert.AreEqual(correlation, actual, 1e-12);
        }

        foreach (double actual in exact.MeanSpins)
        {
            Assert.AreEqual(0, actual, 1e-12);
        }
    }

    [TestMethod]
    public void IndependentSpinsHaveTheClosedForm()
    {
        IsingModel model = TestModels.Random(SpinGraph.FromEdges(15, []), 2, seed: 9);
        var exact = new ExactEnumeration(model, 0.6);

        Assert.AreEqual(model.Fields.Sum(h => Math.Log(2 * Math.Cosh(0.6 * h))), exact.LogPartition, 1e-12);
        for (int i = 0; i < 15; i++)
        {
            Assert.AreEqual(-Math.Tanh(0.6 * model.Fields[i]), exact.MeanSpins[i], 1e-12);
        }
    }

    [TestMethod]
    public void StrongCouplingsDoNotOverflow()
    {
        var exact = new ExactEnumeration(TestModels.Uniform(SpinGraph.Complete(13), 0, -1e4f), beta: 3);

        Assert.AreEqual((3 * 78e4) + Math.Log(2), exact.LogPartition, 1e-9); // 78 edges, two ground states
        Assert.AreEqual(Math.Log(2), exact.Entropy, 1e-9);
        Assert.AreEqual(1, exact.EdgeCorrelations[0], 1e-15);
    }

    [TestMethod]
    public void RefusesMoreSpinsThanItCanVisit()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new ExactEnumeration(TestModels.Uniform(TestModels.Ring(25), 0, 1)));

        Assert.StartsWith("Model to enumerate: expected at most 24 spins, got 25.", error.Message);
    }

    [TestMethod]
    [DataRow(-0.5)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void RefusesTemperaturesThatAreNone(double beta)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new ExactEnumeration(TestModels.Uniform(TestModels.Ring(3), 0, 1), beta));

        Assert.StartsWith($"Inverse temperature 'beta': expected a finite number, at least 0, got {beta}.", error.Message);
    }

    [TestMethod]
    public void CanBeCancelled() =>
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new ExactEnumeration(TestModels.Uniform(TestModels.Ring(3), 0, 1), cancel: new CancellationToken(canceled: true)));
}
