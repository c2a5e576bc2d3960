namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class DiabaticEmulatorTests
{
    private static readonly AnnealingSchedule Crooked = new([new(0, 1.5, 0.2), new(0.3, 0.9, 0.3), new(1, 0, 1.2)], duration: 2);

    public static IEnumerable<object[]> Models =>
    [
        [TestModels.Random(SpinGraph.Complete(1), 1, seed: 1)],
        [TestModels.Random(SpinGraph.Complete(2), 1, seed: 2)],
        [TestModels.Random(SpinGraph.Complete(5), 1, seed: 3)],
        [TestModels.Random(TestModels.Disconnected(), 2, seed: 4)],
    ];

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void SolvesTheSchroedingerEquation(IsingModel model)
    {
        double[] expected = SchroedingerReference.Probabilities(model, t => (1 - (t / 3), t / 3), duration: 3, steps: 3000);

        DiabaticDistribution measured = new DiabaticEmulator(AnnealingSchedule.Linear(3)) { Tolerance = 1e-11 }.Anneal(model);

        AssertSame(expected, measured.Probabilities, 1e-10);
    }

    // The points of the schedule fall on steps of the reference, so that no step of it has a kink inside.
    [TestMethod]
    public void FollowsASchedulesOwnPointsAndUnits()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(4), 1, seed: 5);
        double[] expected = SchroedingerReference.Probabilities(
            model,
            t => t < 0.6 ? (1.5 - t, 0.2 + (t / 6)) : (0.9 - (0.9 * (t - 0.6) / 1.4), 0.3 + (0.9 * (t - 0.6) / 1.4)),
            duration: 2,
            steps: 2000);
        var inGigahertz = new AnnealingSchedule(
            [.. Crooked.Points.Select(p => new SchedulePoint(p.S, p.A / Math.PI, p.B / Math.PI))], 2, ScheduleUnits.GigahertzNanoseconds);

        AssertSame(expected, new DiabaticEmulator(Crooked) { Tolerance = 1e-9 }.Anneal(model).Probabilities, 1e-7);
        AssertSame(expected, new DiabaticEmulator(inGigahertz) { Tolerance = 1e-9 }.Anneal(model).Probabilities, 1e-7);
    }

    // More spins than a block of the state vector holds. Spins that are not coupled are measured independently of one another.
    [TestMethod]
    public void UncoupledPartsAreIndependent()
    {
        const int n = 14;
        IsingModel all = TestModels.Random(SpinGraph.FromEdges(n, []), 1, seed: 6);
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(2)) { Tolerance = 1e-9 };
        double[] up = [.. all.Fields.Select(h => emulator.Anneal(new(SpinGraph.Complete(1), [h], [])).Probabilities[1])];

        DiabaticDistribution measured = emulator.Anneal(all);

        for (int state = 0; state < 1 << n; state += 37)
        {
            double expected = Enumerable.Range(0, n).Aggregate(1.0, (p, i) => p * ((state >> i & 1) == 1 ? up[i] : 1 - up[i]));
            Assert.AreEqual(expected, measured.Probabilities[state], 1e-8 * expected, $"state {state}");
        }
    }

    [TestMethod]
    public void SlowAnnealsFindTheGroundState()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 1, seed: 7);
        int lowest = TestModels.AllStates(6).Select((s, k) => (Energy: model.Energy(s), k)).Min().k;

        Assert.IsGreaterThan(0.99, new DiabaticEmulator(AnnealingSchedule.Linear(300)).Anneal(model).Probabilities[lowest]);
        Assert.IsLessThan(0.9, new DiabaticEmulator(AnnealingSchedule.Linear(3)).Anneal(model).Probabilities[lowest]);
    }

    [TestMethod]
    public void FieldsAloneOrEnergiesAloneMeasureFairCoins()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(5), 1, seed: 8);
        foreach ((double a, double b) in new[] { (1.0, 0.0), (0.0, 1.0) })
        {
            DiabaticDistribution measured = new DiabaticEmulator(new([new(0, a, b), new(1, a, b)], duration: 4)).Anneal(model);
            AssertSame([.. Enumerable.Repeat(1 / 32.0, 32)], measured.Probabilities, 1e-14);
        }
    }

    [TestMethod]
    public void HalvingTheStepDividesTheErrorBySixteen()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 1, seed: 9);
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(3));
        double[] Distribution(int steps) => [.. (emulator with { Steps = steps }).Anneal(model).Probabilities];

        double coarse = DiabaticDistribution.Distance(Distribution(16), Distribution(512));
        double fine = DiabaticDistribution.Distance(Distribution(32), Distribution(512));

        Assert.AreEqual(16, coarse / fine, 1.5);
    }

    [TestMethod]
    [DataRow(1e-4)]
    [DataRow(1e-8)]
    public void HalvesTheStepUntilThatChangesLittle(double tolerance)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 2, seed: 10);
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(5)) { Tolerance = tolerance };
        DiabaticDistribution measured = emulator.Anneal(model);
        DiabaticDistribution half = (emulator with { Steps = measured.Steps / 2 }).Anneal(model);
        DiabaticDistribution twice = (emulator with { Steps = measured.Steps * 2 }).Anneal(model);

        Assert.AreEqual(Distance(half, measured), measured.StepChange!.Value, 1e-15);
        Assert.IsLessThan(tolerance, measured.StepChange.Value);
        Assert.IsLessThan(measured.StepChange.Value / 10, Distance(twice, measured));

        static double Distance(DiabaticDistribution a, DiabaticDistribution b) =>
            DiabaticDistribution.Distance(a.Probabilities.AsSpan(), b.Probabilities.AsSpan());
        Assert.IsNull(half.StepChange);
    }

    // 15 spins: blocks and columns of the state vector are spread over threads.
    [TestMethod]
    public void ThreadsDoNotChangeTheSamples()
    {
        IsingModel model = TestModels.Random(TestModels.Ring(15), 0.5, seed: 11);
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(2)) { Steps = 5, MaxDegreeOfParallelism = 1 };

        CollectionAssert.AreEqual(
            emulator.Anneal(model).Probabilities, (emulator with { MaxDegreeOfParallelism = 3 }).Anneal(model).Probabilities);
    }

    [TestMethod]
    public void StateFrequenciesAreTheProbabilities()
    {
        const int reads = 200_000;
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.7, seed: 12);
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(2));
        SampleSet set = emulator.Sample(model, new(reads, Seed: 2));

        int[] counts = new int[64];
        for (int r = 0; r < reads; r++)
        {
            counts[Enumerable.Range(0, 6).Sum(i => set.Spins[r][i] > 0 ? 1 << i : 0)]++;
            Assert.AreEqual(model.Energy(set.Spins[r]), set.Energies[r]);
        }

        DiabaticDistribution measured = emulator.Anneal(model);
        for (int state = 0; state < 64; state++)
        {
            double p = measured.Probabilities[state];
            Assert.AreEqual(reads * p, counts[state], 4 * Math.Sqrt(reads * p * (1 - p)), $"state {state}");
        }

        Assert.IsNull(set.State);
    }

    [TestMethod]
    public void AReadDependsOnItsSeedAndStreamAlone()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(8), 0.5, seed: 13);
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(2));
        SampleSet many = emulator.Sample(model, new(Reads: 50, Seed: 2));
        SampleSet some = emulator.Sample(model, new(Reads: 3, Seed: 2) { Streams = [40, 7, 40] });
        SampleSet others = emulator.Sample(model, new(Reads: 50, Seed: 3));

        CollectionAssert.AreEqual(many.Spins[40].ToArray(), some.Spins[0].ToArray());
        CollectionAssert.AreEqual(many.Spins[7].ToArray(), some.Spins[1].ToArray());
        CollectionAssert.AreEqual(many.Spins[40].ToArray(), some.Spins[2].ToArray());
        Assert.IsFalse(many.Spins.AsSpan().SequenceEqual(others.Spins.AsSpan()));
    }

    [TestMethod]
    public void RefusesWhatAnAnnealerCannotDo()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);
        var request = new SampleRequest(Reads: 1, Seed: 1);

        Refused(
            request with { Beta = 0.5 },
            "Sample request 'Beta': expected 1, because the schedule decides an annealer's temperature, got 0.5; put the emulator into a " +
            "RescalingSampler.");
        Refused(
            request with { InitialStates = new(1, 3, [1, 1, 1]) },
            "Sample request 'InitialStates': expected none, because every anneal starts from the ground state, got one.");
        Refused(
            request with { Continue = new("any", default) },
            "Sample request 'Continue': expected none, because every anneal starts from the ground state, got one.");
        Refused(request with { Reads = 0 }, "Sample request 'Reads': expected at least 1, got 0.");

        void Refused(SampleRequest wrong, string message)
        {
            var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(1));
            Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentException>(() => emulator.Sample(model, wrong)).Message);
        }
    }

    [TestMethod]
    public void RefusesModelsThatAreTooLargeOrTooStrong()
    {
        var emulator = new DiabaticEmulator(AnnealingSchedule.Linear(1)) { MaxSteps = 10 };

        var tooLarge = Assert.ThrowsExactly<ArgumentException>(() => emulator.Anneal(TestModels.Uniform(TestModels.Ring(21), 0, 1)));
        Assert.StartsWith("Model to emulate: expected at most 20 spins, got 21.", tooLarge.Message);
        foreach (float strength in new[] { 2.5f, 1e30f })
        {
            var tooStrong = Assert.ThrowsExactly<ArgumentException>(
                () => emulator.Anneal(TestModels.Uniform(TestModels.Ring(5), 0, strength)));
            Assert.StartsWith("Diabatic anneal of duration 1: expected at most MaxSteps = 10 steps to meet Tolerance", tooStrong.Message);
        }
    }

    [TestMethod]
    public void CanBeCancelled() =>
        Assert.ThrowsExactly<OperationCanceledException>(() => new DiabaticEmulator(AnnealingSchedule.Linear(1)).Sample(
            TestModels.Uniform(TestModels.Ring(3), 0, 1), new(Reads: 1, Seed: 1), new CancellationToken(canceled: true)));

    private static void AssertSame(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int state = 0; state < expected.Length; state++)
        {
            Assert.AreEqual(expected[state], actual[state], tolerance, $"state {state}");
        }
    }
}
