using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BoltzmannPriorTests
{
    [TestMethod]
    public void DescentReachesTheMaximumLikelihoodFit()
    {
        // At the maximum of the likelihood the model's moments are the data's; the data come from a known model.
        SpinGraph graph = SpinGraph.Complete(5);
        var truth = new IsingModel(graph, [0.3f, -0.5f, 0.1f, 0, 0.8f], [0.5f, -0.4f, 0.3f, 0, 0.6f, -0.2f, 0.1f, -0.7f, 0.2f, 0.4f]);
        var prior = new BoltzmannPrior(graph, 1, threads: 1);
        var positive = new SpinMoments(prior.Pairs);
        var negative = new SpinMoments(prior.Pairs);
        positive.Set(new ExactSampler().Sample(truth, new(50_000, 1)).Spins.AsSpan());

        for (int step = 0; step < 1000; step++)
        {
            negative.Set(new ExactSampler().Sample(prior.Model, new(500, (ulong)step)).Spins.AsSpan());
            prior.Descend(positive, negative, 0.02 * (1 - (step / 1000.0)));
        }

        negative.Set(new ExactSampler().Sample(prior.Model, new(50_000, 9999)).Spins.AsSpan());
        float[] difference = new float[graph.SpinCount + graph.Edges.Length];
        positive.Subtract(negative, difference);
        foreach (float d in difference)
        {
            Assert.AreEqual(0, d, 0.03); // 4 sigma of two sets of 50,000 draws is .025, the rest for the last steps' noise
        }
    }

    [TestMethod]
    public void StartsWithoutFieldsAndWithSmallRandomCouplings()
    {
        var prior = new BoltzmannPrior(SpinGraph.Complete(100), 1, threads: 1);

        Assert.IsTrue(prior.H.ToArray().All(h => h == 0));
        double deviation = Math.Sqrt(prior.J.ToArray().Average(j => j * j));
        Assert.AreEqual(0.01, deviation, 4 * 0.01 / Math.Sqrt(2 * prior.J.Length));
    }
}
