namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SteeringSamplerTests : SamplerContract
{
    protected override bool HonoursStart => true;

    [TestMethod]
    public void AddedFieldsChangeTheLawAndNotTheEnergies()
    {
        const int Reads = 50_000;
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.5, seed: 3);
        float[] fields = [1, -1, 0.5f, 0, 0, 2];
        float[] sums = [.. model.Fields.Zip(fields, (h, f) => h + (0.5f * f))];
        var exact = new ExactEnumeration(new(model.Graph, sums, model.Couplings.AsSpan()));

        SampleSet set = new SteeringSampler(new ExactSampler(), [.. fields], 0.5).Sample(model, new(Reads, 1));

        for (int i = 0; i < 6; i++)
        {
            double mean = 0;
            for (int r = 0; r < Reads; r++)
            {
                mean += set.Spins[r][i] / (double)Reads;
            }

            Assert.AreEqual(exact.MeanSpins[i], mean, 4 / Math.Sqrt(Reads));
        }

        Assert.AreEqual(model.Energy(set.Spins[7]), set.Energies[7], 1e-12);
    }

    [TestMethod]
    public void WrongNumberOfFieldsIsNamed()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            new SteeringSampler(new ExactSampler(), [1, 2]).Sample(TestModels.Random(SpinGraph.Complete(3), 1, seed: 1), new(1, 1)));
        StringAssert.Contains(error.Message, "expected one number for each of 3 spins, got 2");
    }

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    /// <summary>Without strength it must behave as the sampler inside.</summary>
    protected override IIsingSampler Create(int threads) => new AnySize(threads);

    private sealed class AnySize(int threads) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            var inner = new BlockGibbsSampler { Sweeps = 40, MaxDegreeOfParallelism = threads };
            return new SteeringSampler(inner, [.. Enumerable.Repeat(3f, model.SpinCount)], strength: 0).Sample(model, request, cancel);
        }
    }
}
