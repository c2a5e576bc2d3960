namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class AncillaSamplerTests : SamplerContract
{
    protected override bool HonoursStart => true;

    // One spin more than the model, no field, and the same distribution.
    [TestMethod]
    public void TheWrappedSamplerSeesNoFields()
    {
        IsingModel model = TestModels.Random(SpinGraph.Bipartite(3, 4), 1, seed: 1);
        IsingModel? seen = null;
        SampleSet set = new AncillaSampler(new SpyingSampler(new ExactSampler(), m => seen = m)).Sample(model, new(Reads: 40_000, Seed: 1));

        Assert.AreEqual(8, seen!.SpinCount);
        Assert.IsTrue(seen.Fields.All(h => h == 0));
        foreach (sbyte[] s in TestModels.AllStates(7))
        {
            Assert.AreEqual(model.Energy(s), seen.Energy([.. s, 1]), 1e-6);
            Assert.AreEqual(model.Energy(s), seen.Energy([.. s.Select(x => (sbyte)-x), -1]), 1e-6);
        }

        Agreement.AssertWithinFourSigma(set, model, beta: 1);
    }

    [TestMethod]
    public void FieldsReachAnAnnealerAtTheTemperatureOfCouplings()
    {
        AnnealingSchedule schedule = AnnealingSchedule.Linear(4);
        var temperature = DiabaticTemperature.Of(schedule);
        var scaled = new RescalingSampler(new DiabaticEmulator(schedule), temperature.FieldBeta, temperature.CouplingBeta);
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.15, seed: 2);

        Agreement.AssertWithinFourSigma(new AncillaSampler(scaled).Sample(model, new(Reads: 10_000, Seed: 2)), model, beta: 1);
    }

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    protected override IIsingSampler Create(int threads) =>
        new AncillaSampler(new BlockGibbsSampler { Sweeps = 100, MaxDegreeOfParallelism = threads });
}
