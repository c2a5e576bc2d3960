using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class NegativePhaseTests
{
    [TestMethod]
    public void IndependentSpinsEqualEnumeration()
    {
        SpinGraph graph = SpinGraph.FromEdges(4, []);
        BoltzmannPrior prior = WithFields(graph, [0.3f, -2, 0, 5]);
        var moments = new SpinMoments(prior.Pairs);

        NegativePhaseFigures figures = new IndependentSpins().Estimate(prior, step: 0, moments, default);

        var law = new ExactEnumeration(prior.Model);
        Assert.AreEqual(law.LogPartition, figures.LogPartition!.Value, 1e-9);
        Assert.AreEqual(law.MeanEnergy, figures.Energy, 1e-9);
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(law.MeanSpins[i], moments.Spins[i], 1e-6);
        }
    }

    [TestMethod]
    public void IndependentSpinsOfHugeFieldsStayFinite()
    {
        BoltzmannPrior prior = WithFields(SpinGraph.FromEdges(1, []), [-3000]);
        var moments = new SpinMoments(prior.Pairs);

        NegativePhaseFigures figures = new IndependentSpins().Estimate(prior, step: 0, moments, default);

        Assert.AreEqual(3000, figures.LogPartition!.Value, 1e-9);
        Assert.AreEqual(1, moments.Spins[0]);
    }

    [TestMethod]
    public void RoundsGoOnFromEachOtherWithNewSeeds()
    {
        var inner = new Recorder();
        BoltzmannPrior prior = WithFields(SpinGraph.Complete(3), [0, 0, 0]);

        new SamplerDraws(inner, () => 3, chains: 2, seed: 9).Estimate(prior, step: 4, new SpinMoments(prior.Pairs), default);

        Assert.HasCount(3, inner.Requests);
        Assert.IsNull(inner.Requests[0].Continue);
        Assert.AreEqual(RandomUse.Chains(9, 4), inner.Requests[0].Seed);
        Assert.AreEqual("1", inner.Requests[1].Continue!.Sampler);
        Assert.AreEqual("2", inner.Requests[2].Continue!.Sampler);
        Assert.AreEqual(3, inner.Requests.Select(request => request.Seed).Distinct().Count());
    }

    [TestMethod]
    public void DrawsThatServeSeveralStepsFollowTheMachineByWeights()
    {
        const int Draws = 40_000;
        var sampler = new CountedSampler(new ExactSampler());
        BoltzmannPrior prior = WithFields(SpinGraph.Complete(4), [0.1f, -0.2f, 0.3f, 0]);
        var phase = new SamplerDraws(sampler, () => 1, Draws, seed: 1, stepsPerDraw: 3);
        var moments = new SpinMoments(prior.Pairs);
        for (int step = 0; step < 7; step++)
        {
            NegativePhaseFigures figures = phase.Estimate(prior, step, moments, default);
            Assert.AreEqual(1 + (step / 3), sampler.Calls);
            Assert.AreEqual(step % 3 == 0, figures.EffectiveShare is null);
            Assert.AreEqual(step % 3 == 0 ? 8 : 0, phase.Energies(new double[8]));

            // Four standard errors of a mean of spins.
            var exact = new ExactEnumeration(prior.Model);
            Assert.AreEqual(exact.MeanEnergy, figures.Energy, 4 * 2 / Math.Sqrt(Draws));
            for (int i = 0; i < 4; i++)
            {
                Assert.AreEqual(exact.MeanSpins[i], moments.Spins[i], 4 / Math.Sqrt(Draws));
            }

            for (int e = 0; e < 6; e++)
            {
                Assert.AreEqual(exact.EdgeCorrelations[e], moments.Edges[e], 4 / Math.Sqrt(Draws));
                prior.J[e] += 0.05f * (e - 2);
            }

            prior.H[step % 4] += 0.1f;
        }
    }

    [TestMethod]
    public void DecayShrinksCouplingsAlone()
    {
        var prior = new BoltzmannPrior(SpinGraph.Complete(4), 1, threads: 1) { CouplingDecay = 0.5 };
        prior.H.Fill(2);
        prior.J.Fill(-3);
        var moments = new SpinMoments(prior.Pairs);
        moments.Set([1, -1, 1, 1]);

        prior.Descend(moments, moments, learningRate: 0.1); // no gradient

        Assert.IsTrue(prior.H.ToArray().All(h => h == 2));
        Assert.IsTrue(prior.J.ToArray().All(j => Math.Abs(j + (3 * 0.95f)) < 1e-6));
    }

    private static BoltzmannPrior WithFields(SpinGraph graph, float[] fields)
    {
        var prior = new BoltzmannPrior(graph, seed: 1, threads: 1);
        fields.CopyTo(prior.H);
        return prior;
    }

    private sealed class CountedSampler(IIsingSampler inner) : IIsingSampler
    {
        public int Calls { get; private set; }

        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            Calls++;
            return inner.Sample(model, request, cancel);
        }
    }

    private sealed class Recorder : IIsingSampler
    {
        public List<SampleRequest> Requests { get; } = [];

        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            Requests.Add(request);
            var spins = new SpinMatrix(request.Reads, 3, [1, 1, 1, 1, 1, 1]);
            return new(spins, [0, 0], new SamplerState($"{Requests.Count}", default));
        }
    }
}
