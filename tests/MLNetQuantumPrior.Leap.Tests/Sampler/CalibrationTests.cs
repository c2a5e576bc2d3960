namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class CalibrationTests
{
    private static readonly LeapSolver Solver = FakeMachine.Solver();

    [TestMethod]
    public void AnAverageHasTheErrorOfItsParts()
    {
        var calibration = new LeapCalibration(fading: 0.25);
        Assert.IsNull(calibration[AnnealingMode.Slow]);
        Assert.AreEqual(new(6, 0.4, 1), calibration.Add(AnnealingMode.Slow, 6, 0.4));
        CalibratedBeta second = calibration.Add(AnnealingMode.Slow, 7, 0.4);
        Assert.AreEqual(((0.75 * 6) + 7) / 1.75, second.Beta, 1e-12);
        Assert.AreEqual(0.4 / Math.Sqrt(1.75), second.StandardError, 1e-12);
        CalibratedBeta third = calibration.Add(AnnealingMode.Slow, 100, 1e9);
        Assert.AreEqual(second.Beta, third.Beta, 1e-9, "what tells nothing changes nothing");
        Assert.AreEqual(second.StandardError / Math.Sqrt(0.75), third.StandardError, 1e-9, "but for what is forgotten");
        Assert.AreEqual(third, calibration[AnnealingMode.Slow]);
        Assert.IsNull(calibration[AnnealingMode.Diabatic]);
        calibration.Set(AnnealingMode.Slow, 5);
        Assert.AreEqual(new(5, 1.5, 1), calibration[AnnealingMode.Slow]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => calibration.Set(AnnealingMode.Slow, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => calibration.Add(AnnealingMode.Slow, double.PositiveInfinity, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LeapCalibration(-0.1));
    }

    [TestMethod]
    public void ManyThreadsMayAddMeasurements()
    {
        var calibration = new LeapCalibration();
        Parallel.For(0, 1000, _ => calibration.Add(AnnealingMode.Diabatic, 10, 1));
        Assert.AreEqual(1000, calibration[AnnealingMode.Diabatic]!.Measurements);
        Assert.AreEqual(10, calibration[AnnealingMode.Diabatic]!.Beta, 1e-9);
    }

    [TestMethod]
    public void AStandardAnnealsTemperatureIsMeasuredWithinThreeErrors()
    {
        var calibration = new LeapCalibration();
        calibration.Set(AnnealingMode.Slow, 4, 0.1); // wrong
        var machine = new FakeMachine { StandardBeta = 6 };
        LeapSampler sampler = machine.Sampler(Solver, new() { Mode = AnnealingMode.Slow, Calibration = calibration });
        IsingModel model = LeapSamplerTests.Random(FakeMachine.Part(Solver, 8), 0.4, 5);
        var before = (LeapDiagnostics)sampler.Sample(model, new(5000, 1)).Diagnostics!;
        Assert.AreEqual(new(4, 0.1, 1), calibration[AnnealingMode.Slow], "only asked for, a calibration changes");
        Assert.AreEqual(LeapWarningKind.Temperature, before.Warnings.Single().Kind);

        CalibratedBeta measured = sampler.Calibrate(model, 5000, seed: 2);
        Assert.IsLessThan(3 * measured.StandardError, Math.Abs(measured.Beta - 6), $"{measured}");
        Assert.AreEqual(measured, calibration[AnnealingMode.Slow]);
        var after = (LeapDiagnostics)sampler.Sample(model, new(5000, 3)).Diagnostics!;
        Assert.AreEqual(TemperatureSource.Calibrated, after.Temperature.Source);
        Assert.AreEqual(measured.Beta, after.Temperature.Couplings);
        Assert.IsEmpty(after.Warnings);
        Assert.ThrowsExactly<InvalidOperationException>(() => machine.Sampler(Solver, new()).Calibrate(model, 10, 1));
    }

    [TestMethod]
    public void ATrackedTemperatureFollowsTheMachine()
    {
        var calibration = new LeapCalibration();
        calibration.Set(AnnealingMode.Conditional, 4);
        LeapSampler sampler = new FakeMachine { StandardBeta = 6 }.Sampler(
            Solver, new() { Mode = AnnealingMode.Conditional, Calibration = calibration, TracksBeta = true });
        IsingModel model = LeapSamplerTests.Random(FakeMachine.Part(Solver, 8), 0.4, 5);
        for (int step = 0; step < 60; step++)
        {
            sampler.Sample(model, new(1000, (ulong)step));
        }

        CalibratedBeta tracked = calibration[AnnealingMode.Conditional]!;
        Assert.IsLessThan(3 * tracked.StandardError, Math.Abs(tracked.Beta - 6), $"{tracked}");
        Assert.AreEqual(61, tracked.Measurements);
    }

    [TestMethod]
    public void AStrongFastAnnealLooksWarmerThanPredictedAndWarns()
    {
        LeapSampler sampler = new FakeMachine().Sampler(Solver, new());
        SpinGraph graph = FakeMachine.Part(Solver, 8);
        IsingModel strong = LeapSamplerTests.Random(graph, 2, 3);
        var diagnostics = (LeapDiagnostics)sampler.Sample(strong, new(5000, 1)).Diagnostics!;
        Assert.IsLessThan(0.9 * diagnostics.Temperature.Predicted!.Value, diagnostics.Fitted!.Beta);
        CollectionAssert.AreEquivalent(
            (LeapWarningKind[])[LeapWarningKind.TooStrong, LeapWarningKind.Temperature],
            (LeapWarningKind[])[.. diagnostics.Warnings.Select(warning => warning.Kind)]);
        Assert.IsTrue(diagnostics.ClearsNoise);
    }

    [TestMethod]
    public void WeakCouplingsThatDoNotClearTheControlErrorWarn()
    {
        LeapSampler sampler = new FakeMachine().Sampler(Solver, new());
        IsingModel weak = LeapSamplerTests.Random(FakeMachine.Part(Solver, 6), 0.2, 3);
        var diagnostics = (LeapDiagnostics)sampler.Sample(weak, new(100, 1)).Diagnostics!;
        Assert.AreEqual(0.015 * 11.55, diagnostics.NoiseInModel, 1e-3);
        Assert.IsFalse(diagnostics.ClearsNoise);
        StringAssert.Contains(
            diagnostics.Warnings.Single(warning => warning.Kind == LeapWarningKind.CouplingNoise).Message, "0.17 in the model");
    }

    [TestMethod]
    public void TheErrorOfCouplingsIsMeasured()
    {
        var machine = new FakeMachine { CouplingNoise = 0.01 };
        SpinGraph graph = FakeMachine.Part(Solver, 10);
        double noise = machine.Sampler(Solver, new()).MeasureCouplingNoise(graph, 10_000);
        Assert.AreEqual(0.01, noise, 0.01 * 4 / Math.Sqrt(2 * graph.Edges.Length));
        Assert.AreEqual(0, new FakeMachine().Sampler(Solver, new()).MeasureCouplingNoise(graph, 10_000), 5e-4);
    }

    [TestMethod]
    public void AncillasThatStrayWarn()
    {
        LeapSampler sampler = new FakeMachine { Stray = 0.1 }.Sampler(Solver, new() { CouplingNoise = 1e-6 });
        IsingModel model = LeapSamplerTests.Random(FakeMachine.Part(Solver, 6), 0.2, 3);
        var diagnostics = (LeapDiagnostics)sampler.Sample(model, new(1000, 1)).Diagnostics!;
        Assert.AreEqual(0.1, diagnostics.StrayAncillas, 1e-9);
        Assert.AreEqual(LeapWarningKind.StrayAncillas, diagnostics.Warnings.Single().Kind);
    }
}
