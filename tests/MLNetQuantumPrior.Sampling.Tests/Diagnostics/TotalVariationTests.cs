namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class TotalVariationTests
{
    [TestMethod]
    public void IsHalfTheSumOfAbsoluteDifferencesOverAllStates()
    {
        var exact = new ExactEnumeration(TestModels.Random(SpinGraph.Complete(6), 0.8, seed: 1), 0.7);
        SpinMatrix samples = new BlockGibbsSampler { Sweeps = 1 }.Sample(exact.Model, new(Reads: 100, Seed: 1)).Spins;
        double[] weights = [.. Enumerable.Range(0, 100).Select(r => (double)(r % 7))];

        Assert.AreEqual(ByDefinition(r => 1), TotalVariation.Of(exact, samples), 1e-12);
        Assert.AreEqual(ByDefinition(r => weights[r]), TotalVariation.Of(exact, samples, weights), 1e-12);

        double ByDefinition(Func<int, double> weight)
        {
            double sum = Enumerable.Range(0, 100).Sum(weight);
            return TestModels.AllStates(6).Sum(state => Math.Abs(
                (Enumerable.Range(0, 100).Where(r => samples[r].SequenceEqual(state)).Sum(weight) / sum)
                - Math.Exp(exact.LogProbability(state)))) / 2;
        }
    }

    [TestMethod]
    [DataRow(20)]
    [DataRow(400)]
    [DataRow(5000)]
    public void TheFloorIsTheMeanDistanceOfExactDraws(int draws)
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(3, 3), seed: 2);
        var exact = new ExactEnumeration(model);
        var distance = new SampleMean();
        for (ulong seed = 0; seed < 300; seed++)
        {
            distance.Add(TotalVariation.Of(exact, new ExactSampler().Sample(model, new(draws, seed)).Spins));
        }

        distance.AssertWithinFourSigma(TotalVariation.OfExactDraws(exact, draws), $"distance of {draws} draws");
    }

    // One draw from 2^n equally likely states is at distance 1 - 2^-n, and a distribution of one state is always met.
    [TestMethod]
    public void LimitsHaveClosedForms()
    {
        var flat = new ExactEnumeration(TestModels.Uniform(SpinGraph.Complete(14), 0, 0));
        Assert.AreEqual(1 - Math.Pow(2, -14), TotalVariation.OfExactDraws(flat, 1), 1e-12);

        var frozen = new ExactEnumeration(TestModels.Uniform(SpinGraph.Complete(5), 1, 0), 1000);
        Assert.AreEqual(0, TotalVariation.OfExactDraws(frozen, 10));
        Assert.AreEqual(0, TotalVariation.Of(frozen, new(1, 5, [-1, -1, -1, -1, -1])));
        Assert.AreEqual(1, TotalVariation.Of(frozen, new(1, 5, [-1, -1, -1, -1, 1])));
    }

    [TestMethod]
    [DataRow(1, 0.3)]
    [DataRow(9, 0.5)]
    [DataRow(12, 0.999)]
    [DataRow(40, 0.01)]
    [DataRow(500, 0.2)]
    public void DeviationsOfBinomialNumbersAreTheirSums(int trials, double p)
    {
        double probability = Math.Pow(1 - p, trials);
        double expected = 0;
        for (int k = 0; k <= trials; k++)
        {
            expected += probability * Math.Abs(k - (trials * p));
            probability *= (double)(trials - k) / (k + 1) * p / (1 - p);
        }

        Assert.AreEqual(expected, BinomialDeviation.Mean(trials, p), 1e-9 * expected);
    }

    [TestMethod]
    public void RefusesSamplesAndWeightsThatDoNotFit()
    {
        var exact = new ExactEnumeration(TestModels.Uniform(TestModels.Ring(3), 0, 1));
        Refused("Samples: expected 1 or more of 3 spins, got 1 of 2.", new(1, 2, [1, 1]), []);
        Refused("Samples: expected 1 or more of 3 spins, got 0 of 3.", new(0, 3, []), []);
        Refused("Weights: expected one for each of 2 samples, got 1.", new(2, 3, [1, 1, 1, 1, 1, 1]), [1]);
        Refused("Weight of sample 1: expected at least 0, got -1.", new(2, 3, [1, 1, 1, 1, 1, 1]), [1, -1]);
        Refused("Weight of sample 0: expected at least 0, got NaN.", new(2, 3, [1, 1, 1, 1, 1, 1]), [double.NaN, 1]);
        Refused("Weights: expected a finite sum above 0, got 0.", new(2, 3, [1, 1, 1, 1, 1, 1]), [0, 0]);

        void Refused(string message, SpinMatrix samples, double[] weights) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(() => TotalVariation.Of(exact, samples, weights)).Message);
    }
}
