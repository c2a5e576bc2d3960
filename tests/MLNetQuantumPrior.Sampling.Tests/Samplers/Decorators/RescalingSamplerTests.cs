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
        IsingModel programmed = ScaledModel.Of(model, scale, 2 * scale);
        Agreement.AssertWithinFourSigma(set with { Energies = programmed.Energies(set.Spins) }, programmed, beta: 1);
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
    [DataRow(10)]
    [DataRow(0.4)] // a range that scales the calibration down
    public void RecalibrationFindsTheTemperaturesOfTheDevice(double range)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.5, seed: 4);
        var device = new MistunedSampler(new ExactSampler(), 0.3, 1.7);
        var guess = new RescalingSampler(device, 1, 1) { FieldRange = new(-range, 9), CouplingRange = new(-9, range) };

        RescalingSampler found = guess.Recalibrated(model, reads: 40_000, seed: 4);

        Assert.AreEqual(0.3, found.FieldBeta, 0.03);
        Assert.AreEqual(1.7, found.CouplingBeta, 0.03);
        Assert.AreEqual((guess.FieldRange, guess.CouplingRange), (found.FieldRange, found.CouplingRange));
        foreach (double factor in new[] { 0, 1 })
        {
            RescalingSampler partly = guess.Recalibrated(ScaledModel.Of(model, factor, 1 - factor), reads: 40_000, seed: 4);
            Assert.AreEqual((factor == 0, factor == 1), (partly.FieldBeta == 1, partly.CouplingBeta == 1));
        }
    }

    // With beta |J| up to 0.3 an ideal annealer looks warmer than first-order theory says, until its temperature is measured.
    [TestMethod]
    public void RecalibrationMakesUpForStrongCoupling()
    {
        AnnealingSchedule schedule = AnnealingSchedule.Linear(1);
        var temperature = DiabaticTemperature.Of(schedule);
        IsingModel model = TestModels.Random(SpinGraph.Complete(8), 0.3, seed: 5);
        var theory = new RescalingSampler(new DiabaticEmulator(schedule), temperature.FieldBeta, temperature.CouplingBeta);
        RescalingSampler measured = theory;
        for (int repeat = 0; repeat < 5; repeat++)
        {
            measured = measured.Recalibrated(ScaledModel.Of(model, 0, 1), reads: 20_000, seed: (ulong)repeat);
        }

        Assert.IsLessThan(0.9, Looks(theory));
        Assert.AreEqual(1, Looks(measured), 0.03);

        double Looks(IIsingSampler sampler)
        {
            IsingModel couplings = ScaledModel.Of(model, 0, 1);
            return EffectiveTemperature.Of(couplings, sampler.Sample(couplings, new(Reads: 20_000, Seed: 9)).Spins).Beta;
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
        Assert.ThrowsExactly<ArgumentException>(() => new RescalingSampler(new ExactSampler(), 1, 1) { CouplingRange = new(-1, 0) });
        Assert.ThrowsExactly<ArgumentException>(() => new RescalingSampler(new ExactSampler(), 1, 1) { FieldRange = new(-1, double.NaN) });

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
