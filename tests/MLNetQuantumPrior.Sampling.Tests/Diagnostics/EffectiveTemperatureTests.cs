namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class EffectiveTemperatureTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.05)]
    [DataRow(0.4)]
    [DataRow(1.0)]
    [DataRow(2.5)]
    public void RecoversTheTemperatureOfExactDraws(double beta)
    {
        foreach (IsingModel model in new[]
        {
            TestModels.Random(SpinGraph.Complete(12), 0.7, seed: 1),
            TestModels.Frustrated(TestModels.Torus(4, 4), seed: 2),
            TestModels.Random(TestModels.Disconnected(), 1, seed: 3),
        })
        {
            SpinMatrix samples = new ExactSampler().Sample(model, new(Reads: 4000, Seed: 5) { Beta = beta }).Spins;
            EffectiveTemperature fit = EffectiveTemperature.Of(model, samples);
            Assert.AreEqual(beta, fit.Beta, 4 * fit.StandardError, model.Graph.Name);
            Assert.IsLessThan(0.05 * (1 + beta), fit.StandardError);
        }
    }

    [TestMethod]
    [DataRow(17, 0.3)]
    [DataRow(300, 0.3)]
    [DataRow(300, 0.8)]
    public void RecoversTheTemperatureOfGibbsChainsOnALargeGraph(int reads, double beta)
    {
        IsingModel model = TestModels.Random(SpinGraph.Zephyr(2), 0.5, seed: 4);
        SpinMatrix samples = new BlockGibbsSampler { Sweeps = 200 }.Sample(model, new(reads, Seed: 1) { Beta = beta }).Spins;

        EffectiveTemperature fit = EffectiveTemperature.Of(model, samples);

        Assert.AreEqual(beta, fit.Beta, 4 * fit.StandardError);
        Assert.IsLessThan(0.1, fit.StandardError);
    }

    public static IEnumerable<object[]> ModelsOfDependentSpins =>
    [
        // Two spins of a pair say the same thing: an error from independent conditional distributions would be too small by the root of 2.
        [TestModels.Uniform(SpinGraph.FromEdges(6, [new(0, 1), new(2, 3), new(4, 5)]), 0, 0.7f)],
        [TestModels.Uniform(TestModels.Torus(3, 4), 0.1f, -0.5f)],
        [TestModels.Frustrated(TestModels.Torus(3, 3), seed: 1)],
    ];

    // z is standard normal if the error is right.
    [TestMethod]
    [DynamicData(nameof(ModelsOfDependentSpins))]
    public void StandardErrorsCoverTheTemperatureOverSeeds(IsingModel model)
    {
        const int runs = 400;
        const double beta = 0.8;
        double[] z = [.. Enumerable.Range(0, runs).Select(seed =>
        {
            SpinMatrix samples = new ExactSampler().Sample(model, new(Reads: 500, (ulong)seed) { Beta = beta }).Spins;
            EffectiveTemperature fit = EffectiveTemperature.Of(model, samples);
            return (fit.Beta - beta) / fit.StandardError;
        })];

        Assert.AreEqual(0, z.Average(), 4 / Math.Sqrt(runs));
        Assert.AreEqual(1, z.Average(x => x * x), 4 * Math.Sqrt(2.0 / runs));
    }

    // Spins without couplings in one field h: the likelihood sees only the mean spin m, and beta = -artanh(m) / h.
    [TestMethod]
    public void MixedTemperaturesOfIndependentSpinsGiveTheTemperatureOfTheirMean()
    {
        const float field = 0.6f;
        IsingModel model = TestModels.Uniform(SpinGraph.FromEdges(11, []), field, 0);
        sbyte[] cold = [.. new ExactSampler().Sample(model, new(Reads: 150, Seed: 1) { Beta = 3 }).Spins.AsSpan()];
        sbyte[] hot = [.. new ExactSampler().Sample(model, new(Reads: 250, Seed: 2) { Beta = 0.2 }).Spins.AsSpan()];
        sbyte[] all = [.. cold, .. hot];

        EffectiveTemperature fit = EffectiveTemperature.Of(model, new(400, 11, all));

        Assert.AreEqual(-Math.Atanh(all.Average(s => (double)s)) / field, fit.Beta, 1e-6);
        Assert.IsTrue(fit.Beta is > 0.25 and < 2);
    }

    // With one spin a read, the sandwich is that of the mean: sd(m) / |dm / dbeta|.
    [TestMethod]
    public void StandardErrorOfOneSpinIsThatOfItsMean()
    {
        IsingModel model = TestModels.Uniform(SpinGraph.Complete(1), 1, 0);
        sbyte[] spins = [.. Enumerable.Range(0, 200).Select(r => (sbyte)(r % 4 == 0 ? 1 : -1))];

        EffectiveTemperature fit = EffectiveTemperature.Of(model, new(200, 1, spins));

        Assert.AreEqual(Math.Atanh(0.5), fit.Beta, 1e-6);
        Assert.AreEqual(Math.Sqrt(0.75 / 199) / 0.75, fit.StandardError, 1e-6);
    }

    [TestMethod]
    public void WeightsCountLikeRepeatedSamples()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 0.7, seed: 3);
        SpinMatrix samples = new ExactSampler().Sample(model, new(Reads: 90, Seed: 1)).Spins;
        double[] weights = [.. Enumerable.Range(0, 90).Select(r => (double)(r % 3))];
        int[] repeated = [.. Enumerable.Range(0, 90).SelectMany(r => Enumerable.Repeat(r, r % 3))];
        SpinMatrix copies = new(repeated.Length, 9, repeated.SelectMany(r => samples[r].ToArray()).ToArray());

        EffectiveTemperature weighted = EffectiveTemperature.Of(model, samples, weights);

        Assert.AreEqual(EffectiveTemperature.Of(model, copies).Beta, weighted.Beta, 1e-6);
        Assert.AreNotEqual(EffectiveTemperature.Of(model, samples).Beta, weighted.Beta, 1e-3);
    }

    // Draws at beta 0.5, reweighted to 1.1, have the temperature of their weighted distribution.
    [TestMethod]
    public void ImportanceWeightsMoveSamplesToTheirTarget()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(10), 0.4, seed: 4);
        SampleSet draws = new ExactSampler().Sample(model, new(Reads: 20_000, Seed: 1) { Beta = 0.5 });

        EffectiveTemperature fit = EffectiveTemperature.Of(
            model, draws.Spins, draws.Energies.Select(e => Math.Exp(-0.6 * e)).ToArray());

        Assert.AreEqual(1.1, fit.Beta, 4 * fit.StandardError);
        Assert.IsLessThan(0.05, fit.StandardError);
    }

    [TestMethod]
    public void SamplesThatAreAllMinimaOrMaximaBoundTheTemperatureOnOneSide()
    {
        IsingModel magnet = TestModels.Uniform(SpinGraph.Complete(5), 0, -1);
        SpinMatrix minima = new(3, 5, [1, 1, 1, 1, 1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1]);

        Assert.AreEqual(new(double.PositiveInfinity, double.PositiveInfinity), EffectiveTemperature.Of(magnet, minima));
        Assert.AreEqual(
            new(double.NegativeInfinity, double.PositiveInfinity),
            EffectiveTemperature.Of(TestModels.Uniform(SpinGraph.Complete(5), 0, 1), minima));

        // One excited spin in three is enough for a finite answer, unless it has no weight.
        SpinMatrix excited = new(3, 5, [1, 1, 1, 1, 1, -1, -1, -1, -1, -1, 1, 1, 1, 1, -1]);
        Assert.IsTrue(EffectiveTemperature.Of(magnet, excited).Beta is > 0 and < 10);
        Assert.AreEqual(double.PositiveInfinity, EffectiveTemperature.Of(magnet, excited, [1, 1, 0]).Beta);
    }

    [TestMethod]
    [DataRow(1e-6f)]
    [DataRow(1e6f)]
    public void TemperaturesScaleWithTheEnergies(float scale)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(10), 0.7, seed: 6);
        IsingModel scaled = new(model.Graph, [.. model.Fields.Select(h => h * scale)], [.. model.Couplings.Select(j => j * scale)]);
        SpinMatrix samples = new ExactSampler().Sample(model, new(Reads: 500, Seed: 1)).Spins;

        EffectiveTemperature expected = EffectiveTemperature.Of(model, samples);
        EffectiveTemperature actual = EffectiveTemperature.Of(scaled, samples);

        Assert.AreEqual(expected.Beta, actual.Beta * scale, 1e-5);
        Assert.AreEqual(expected.StandardError, actual.StandardError * scale, 1e-5);
    }

    [TestMethod]
    public void RefusesWhatHasNoAnswer()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0.5f, 1);
        SpinMatrix two = new(2, 3, [1, 1, 1, 1, -1, 1]);
        Refused("Samples: expected 3 spins, got 2.", model, new(2, 2, [1, 1, 1, 1]), []);
        Refused("Samples: expected at least 2, got 1.", model, new(1, 3, [1, 1, 1]), []);
        Refused("Weights: expected one for each of 2 samples, got 3.", model, two, [1, 1, 1]);
        Refused("Weights: expected at least 2 above 0, got 1.", model, two, [0, 1]);
        Refused(
            "Samples: expected a spin with a local field other than 0, got none",
            TestModels.Uniform(TestModels.Ring(3), 0, 0), two, []);

        static void Refused(string message, IsingModel model, SpinMatrix samples, double[] weights) =>
            Assert.StartsWith(
                message, Assert.ThrowsExactly<ArgumentException>(() => EffectiveTemperature.Of(model, samples, weights)).Message);
    }
}
