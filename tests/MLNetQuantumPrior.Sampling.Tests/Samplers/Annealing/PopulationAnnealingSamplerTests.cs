namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class PopulationAnnealingSamplerTests : SamplerContract
{
    public static IEnumerable<object[]> DeepValleys =>
    [
        [TestModels.Frustrated(TestModels.Torus(4, 4), seed: 1)],
        [TestModels.Frustrated(TestModels.Torus(5, 4), seed: 2)],
        [TestModels.Frustrated(SpinGraph.Complete(16), seed: 3)],
        [TestModels.Frustrated(SpinGraph.Bipartite(8, 10), seed: 4)],
    ];

    protected override bool HonoursStart => false;

    [TestMethod]
    [DynamicData(nameof(DeepValleys))]
    public void AgreesWithEnumerationWhereGibbsOfEqualSweepsDoesNot(IsingModel model)
    {
        var annealing = new PopulationAnnealingSampler { Sweeps = 3 };
        int steps = Diagnostics(annealing.Sample(model, new(Reads: 1, Seed: 0))).Steps;
        var gibbs = new BlockGibbsSampler { Sweeps = steps * annealing.Sweeps };

        double annealed = IndependentRuns.LargestDeviation(annealing, model);
        double swept = IndependentRuns.LargestDeviation(gibbs, model);

        Assert.IsLessThan(4, annealed, "standard errors, population annealing");
        Assert.IsGreaterThan(15, swept, "standard errors, block Gibbs");
    }

    [TestMethod]
    public void AgreesWithEnumerationOnMixableModels()
    {
        foreach (object[] model in MixableModels)
        {
            double deviation = IndependentRuns.LargestDeviation(new PopulationAnnealingSampler { Sweeps = 1 }, (IsingModel)model[0]);
            Assert.IsLessThan(4, deviation, model[0].ToString());
        }
    }

    [TestMethod]
    public void ReportsNoStepsAndAnExactLogPartitionAtBetaZero()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(30), 5, seed: 1);

        var run = Diagnostics(new PopulationAnnealingSampler().Sample(model, new(Reads: 3, Seed: 1) { Beta = 0 }));

        Assert.AreEqual((640, 0, 1.0), (run.Population, run.Steps, run.MeanSquareFamilySize));
        Assert.AreEqual(new(30 * Math.Log(2), 0, 640, LogPartitionMethod.PopulationAnnealing), run.LogPartition);
    }

    [TestMethod]
    public void EqualEnergiesTakeOneStepAndLoseNoReplica()
    {
        var run = Diagnostics(new PopulationAnnealingSampler { Population = 100 }.Sample(
            TestModels.Uniform(SpinGraph.Complete(9), 0, 0), new(Reads: 3, Seed: 1) { Beta = 1e9 }));

        Assert.AreEqual((1, 1.0), (run.Steps, run.MeanSquareFamilySize));
        Assert.AreEqual(new(9 * Math.Log(2), 0, 100, LogPartitionMethod.PopulationAnnealing), run.LogPartition);
    }

    [TestMethod]
    public void AnnealsAsManyReplicasAsReadsWhereThatIsMore()
    {
        var sampler = new PopulationAnnealingSampler { Population = 70 };
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 0.5, seed: 1);

        Assert.AreEqual(70, Diagnostics(sampler.Sample(model, new(Reads: 69, Seed: 1))).Population);
        Assert.AreEqual(71, Diagnostics(sampler.Sample(model, new(Reads: 71, Seed: 1))).Population);
    }

    // Gaussian energies: a step is as long as sqrt(-log efficiency).
    [TestMethod]
    public void TakesMoreStepsAtHigherEfficiency()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(60), 0.2, seed: 1);
        int Steps(double efficiency) =>
            Diagnostics(new PopulationAnnealingSampler { StepEfficiency = efficiency, Sweeps = 2 }.Sample(model, new(1, 1))).Steps;

        double expected = Math.Sqrt(Math.Log(0.9) / Math.Log(0.99));
        Assert.AreEqual(expected, (double)Steps(0.99) / Steps(0.9), 0.2 * expected);
    }

    // A frozen ferromagnet keeps the shares of its two modes that the last resampling before the freezing left. Over many runs they must
    // be even, and within a run both must be there.
    [TestMethod]
    public void KeepsBothValleysOfAFerromagnet()
    {
        IsingModel model = TestModels.Uniform(SpinGraph.Complete(20), 0, -1);
        const int runs = 100;
        double[] up = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            SampleSet set = new PopulationAnnealingSampler { Sweeps = 1 }.Sample(model, new(Reads: 640, (ulong)run) { Beta = 2 });
            up[run] = Enumerable.Range(0, 640).Average(r => set.Spins[r][0] > 0 ? 1.0 : 0);
            Assert.AreEqual(-190, set.Energies.Average(), 1e-9);
        }

        double error = Math.Sqrt(up.Sum(u => Math.Pow(u - up.Average(), 2)) / runs / (runs - 1));
        Assert.AreEqual(0.5, up.Average(), 4 * error);
        Assert.IsLessThan(0.02, error);
    }

    [TestMethod]
    public void EveryKernelGivesTheSameSamples()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(21), 0.8, seed: 2);
        SampleSet[] sets =
        [
            .. GibbsKernel.Available.Select(kernel =>
                new PopulationAnnealingSampler { Kernel = kernel, Population = 150, Sweeps = 2 }.Sample(model, new(Reads: 90, Seed: 3))),
        ];

        foreach (SampleSet set in sets)
        {
            CollectionAssert.AreEqual(sets[^1].Spins.AsSpan().ToArray(), set.Spins.AsSpan().ToArray());
            Assert.AreEqual(sets[^1].Diagnostics, set.Diagnostics);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void CancellingEndsALongCallBetweenSweeps(int threads)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1);
        var endless = new PopulationAnnealingSampler { Sweeps = int.MaxValue, MaxDegreeOfParallelism = threads };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => endless.Sample(model, new(Reads: 300, Seed: 1), cancel.Token));
    }

    [TestMethod]
    public void RefusesTargetsThatMaxStepsDoNotReach()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(30), 1, seed: 1);
        var sampler = new PopulationAnnealingSampler { Sweeps = 1 };
        var request = new SampleRequest(Reads: 1, Seed: 1);
        int steps = Diagnostics(sampler.Sample(model, request)).Steps;

        Assert.AreEqual(steps, Diagnostics((sampler with { MaxSteps = steps }).Sample(model, request)).Steps);
        var error = Assert.ThrowsExactly<ArgumentException>(() => (sampler with { MaxSteps = steps - 1 }).Sample(model, request));
        Assert.StartsWith(
            $"Sample request 'Beta': expected at most what MaxSteps = {steps - 1} temperature steps reach, beta 0.", error.Message);
        Assert.EndsWith(", got 1; raise MaxSteps or lower StepEfficiency (0.9).", error.Message);
    }

    [TestMethod]
    public void RefusesAStart()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);
        var request = new SampleRequest(Reads: 1, Seed: 1);

        Refused(request with { InitialStates = new(1, 3, [1, 1, 1]) }, "InitialStates");
        Refused(request with { Continue = new("BlockGibbs", default) }, "Continue");

        void Refused(SampleRequest wrong, string start) =>
            Assert.AreEqual(
                $"Sample request '{start}': expected none, because population annealing starts from random spins, got one.",
                Assert.ThrowsExactly<ArgumentException>(() => Create().Sample(model, wrong)).Message);
    }

    [TestMethod]
    public void RefusesSettingsOutOfRange()
    {
        Refused("Population", () => new() { Population = 63 });
        Refused("Sweeps", () => new() { Sweeps = 0 });
        Refused("StepEfficiency", () => new() { StepEfficiency = 0 });
        Refused("StepEfficiency", () => new() { StepEfficiency = 1 });
        Refused("StepEfficiency", () => new() { StepEfficiency = double.NaN });
        Refused("MaxSteps", () => new() { MaxSteps = 0 });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });

        static void Refused(string setting, Func<PopulationAnnealingSampler> create) =>
            Assert.AreEqual(setting, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).ParamName);
    }

    protected override IIsingSampler Create() => new PopulationAnnealingSampler { Sweeps = 10 };

    protected override IIsingSampler Create(int threads) =>
        new PopulationAnnealingSampler { Sweeps = 10, MaxDegreeOfParallelism = threads };

    private static PopulationAnnealingDiagnostics Diagnostics(SampleSet set) => (PopulationAnnealingDiagnostics)set.Diagnostics!;
}
