namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ExactSamplerTests : SamplerContract
{
    protected override bool HonoursStart => false;

    protected override bool HonoursStreams => true;

    // Several blocks of the enumeration, a strongly coupled model, and every state's probability.
    [TestMethod]
    public void StateFrequenciesAreTheProbabilities()
    {
        const int reads = 200_000;
        IsingModel model = TestModels.Random(SpinGraph.Complete(14), 1, seed: 3);
        SampleSet set = new ExactSampler().Sample(model, new(reads, Seed: 4));

        double[] probabilities = new ExactEnumeration(model).Probabilities();
        int[] counts = new int[probabilities.Length];
        for (int r = 0; r < reads; r++)
        {
            counts[Enumerable.Range(0, 14).Sum(i => set.Spins[r][i] > 0 ? 1 << i : 0)]++;
        }

        int checkedStates = 0;
        for (int state = 0; state < counts.Length; state++)
        {
            double expected = reads * probabilities[state];
            if (expected > 25)
            {
                checkedStates++;
                Assert.AreEqual(expected, counts[state], 4.5 * Math.Sqrt(expected * (1 - probabilities[state])), $"state {state}");
            }
        }

        Assert.IsGreaterThan(50, checkedStates);
    }

    [TestMethod]
    public void RefusesModelsThatAreTooLarge()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new ExactSampler().Sample(TestModels.Uniform(TestModels.Ring(30), 0, 1), new(Reads: 1, Seed: 1)));

        Assert.StartsWith("Model to enumerate: expected at most 24 spins, got 30.", error.Message);
    }

    protected override IIsingSampler Create() => new ExactSampler();

    protected override IIsingSampler Create(int threads) => new ExactSampler(); // always on the caller's thread
}
