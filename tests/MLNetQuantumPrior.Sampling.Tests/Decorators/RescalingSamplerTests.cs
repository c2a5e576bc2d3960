namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class RescalingSamplerTests : SamplerContract
{
    protected override bool HonoursStart => true;

    [TestMethod]
    public void ReportsTheFactorsAndLeavesTheWantedTemperature()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.5, seed: 1);

        SampleSet set = new RescalingSampler(new ExactSampler(), 0.5, 0.25).Sample(model, new(Reads: 1, Seed: 1) { Beta = 2 });

        Assert.AreEqual(new RescalingDiagnostics(2, 1, 4, 8, Inner: null), set.Diagnostics);
    }

    [TestMethod]
    [DataRow(-0.1, 4, -1, 1, 0.1)] // h = -1 x 1
    [DataRow(-4, 0.5, -4, 2, 0.5)] // h = 1 x 1
    [DataRow(-4, 4, -0.5, 9, 0.125)] // J = -2 x 2
    [DataRow(-4, 4, -9, 0.5, 0.25)] // J = 1 x 2
    [DataRow(-4, 4, -4, 2, 1)]
    public void ScalesDownIntoTheRangesOfTheDevice(double lowH, double highH, double lowJ, double highJ, double scale)
    {
        var model = new IsingModel(TestModels.Ring(3), [-1, 1, 0], [1, -2, 0]);
        var sampler = new RescalingSampler(new ExactSampler(), fieldBeta: 1, couplingBeta: 0.5)
        {
            FieldRange = new(lowH, highH),
            CouplingRange = new(lowJ, highJ),
        };

        SampleSet set = sampler.Sample(model, new(Reads: 40_000, Seed: 2));

        var report = (RescalingDiagnostics)set.Diagnostics!;
        Assert.AreEqual(scale, report.Scale, 1e-12);
        Assert.AreEqual((scale, 2 * scale, scale), (report.FieldFactor, report.CouplingFactor, report.Beta));

        // The exact sampler does not see fields and couplings at the temperatures that it was said to.
        Agreement.AssertWithinFourSigma(
            set with { Energies = ScaledModel.Of(model, scale, 2 * scale).Energies(set.Spins) }, ScaledModel.Of(model, scale, 2 * scale), 1);
    }

    [TestMethod]
    public void CalibratesTheDiabaticEmulator()
    {
        AnnealingSchedule schedule = AnnealingSchedule.Linear(1);
        var temperature = DiabaticTemperature.Of(schedule);
        IsingModel model = TestModels.Random(SpinGraph.Complete(7), 0.1, seed: 3);
        var sampler = new RescalingSampler(new DiabaticEmulator(schedule), temperature.FieldBeta, temperature.CouplingBeta);

        foreach (double beta in new[] { 1, 0.5 })
        {
            SampleSet set = sampler.Sample(model, new(Reads: 10_000, Seed: 3) { Beta = beta });
            Agreement.AssertWithinFourSigma(set, model, beta);
            Assert.IsInstanceOfType<DiabaticDiagnostics>(((RescalingDiagnostics)set.Diagnostics!).Inner);
        }
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(-1.0)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void RefusesTemperaturesThatAreNone(double beta)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new RescalingSampler(new ExactSampler(), 1, beta));

        Assert.StartsWith($"Inverse temperature 'couplingBeta': expected a finite number above 0, got {beta}.", error.Message);
    }

    [TestMethod]
    public void RefusesRangesWithoutZeroAndNumbersThatOverflow()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new RescalingSampler(new ExactSampler(), 1, 1) { FieldRange = new(0, 1) });
        Assert.ThrowsExactly<ArgumentException>(() => new RescalingSampler(new ExactSampler(), 1, 1) { CouplingRange = new(-1, double.NaN) });

        var error = Assert.ThrowsExactly<ArgumentException>(() => new RescalingSampler(new ExactSampler(), 1, 1e-30).Sample(
            TestModels.Uniform(TestModels.Ring(3), 0, 1e9f), new(Reads: 1, Seed: 1)));
        Assert.StartsWith("Scaled coupling 0: expected a finite number, got ", error.Message);
    }

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    protected override IIsingSampler Create(int threads) => new RescalingSampler(
        new MistunedSampler(new BlockGibbsSampler { Sweeps = 40, MaxDegreeOfParallelism = threads }, 0.3, 1.7), 0.3, 1.7);

    /// <summary>A device that sees fields and couplings at temperatures of its own.</summary>
    private sealed class MistunedSampler(IIsingSampler inner, double fieldBeta, double couplingBeta) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            Assert.AreEqual(1, request.Beta);
            return inner.Sample(ScaledModel.Of(model, fieldBeta, couplingBeta), request, cancel);
        }
    }
}
