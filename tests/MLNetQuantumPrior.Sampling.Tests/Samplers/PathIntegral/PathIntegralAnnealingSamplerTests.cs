namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class PathIntegralAnnealingSamplerTests : SamplerContract
{
    protected override bool HonoursStart => false;

    protected override bool HonoursStreams => true;

    // Couplings of 1000 at beta 1: slices are frozen from the start.
    [TestMethod]
    public void AnAnnealThatIsAQuenchIsReported()
    {
        var random = new Random(1);
        SpinGraph graph = SpinGraph.Complete(64);
        var model = new IsingModel(graph, new float[64], [.. graph.Edges.Select(_ => random.Next(2) == 0 ? 1000f : -1000)]);

        Assert.IsTrue(Of(1).IsQuench);
        Assert.IsFalse(Of(0.001).IsQuench);

        PathIntegralDiagnostics Of(double beta) => (PathIntegralDiagnostics)new PathIntegralAnnealingSampler { Sweeps = 5 }
            .Sample(model, new(4, 1) { Beta = beta }).Diagnostics!;
    }

    [TestMethod]
    [DynamicData(nameof(PopulationAnnealingSamplerTests.DeepValleys), typeof(PopulationAnnealingSamplerTests))]
    public void FindsTheGroundStateOfSmallModels(IsingModel model)
    {
        SampleSet set = new PathIntegralAnnealingSampler { Sweeps = 300 }.Sample(model, new(Reads: 64, Seed: 1) { Beta = 2 });

        Assert.AreEqual(new ExactEnumeration(model).LowestEnergy, set.LowestEnergy, 1e-9);
    }

    [TestMethod]
    public void MeanEnergyFallsWithSweeps()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(10, 10), seed: 2);
        SampleMean[] means = [.. new[] { 5, 30, 180 }.Select(Mean)];

        for (int k = 1; k < means.Length; k++)
        {
            double error = Math.Sqrt(Math.Pow(means[k].StandardError, 2) + Math.Pow(means[k - 1].StandardError, 2));
            Assert.IsLessThan(means[k - 1].Value - (4 * error), means[k].Value, $"step {k}");
        }

        SampleMean Mean(int sweeps)
        {
            var sampler = new PathIntegralAnnealingSampler { Sweeps = sweeps, FinalSweeps = 1 };
            SampleMean mean = default;
            foreach (double energy in sampler.Sample(model, new(Reads: 200, Seed: 3) { Beta = 3 }).Energies)
            {
                mean.Add(energy);
            }

            return mean;
        }
    }

    // A constant transverse field is sampled, not annealed: without classical sweeps the first slice of one spin follows the quantum
    // distribution, in which <s> = -h / w tanh(beta w), w = sqrt(h^2 + Gamma^2).
    [TestMethod]
    public void AConstantTransverseFieldTurnsASpinAside()
    {
        const int reads = 40_000;
        (double h, double gamma, double beta) = (0.6, 0.9, 1.4);
        var model = new IsingModel(SpinGraph.Complete(1), [(float)h], []);
        var sampler = new PathIntegralAnnealingSampler
        {
            Sweeps = 400, Slices = 8, InitialField = gamma, FinalField = gamma, FinalSweeps = 0,
        };

        SampleSet set = sampler.Sample(model, new(reads, Seed: 5) { Beta = beta });

        double w = Math.Sqrt((h * h) + (gamma * gamma));
        double expected = -h / w * Math.Tanh(beta * w);
        Assert.AreEqual(expected, Enumerable.Range(0, reads).Average(r => set.Spins[r][0]), 4 / Math.Sqrt(reads));
    }

    [TestMethod]
    public void EveryKernelGivesTheSameSamples()
    {
        foreach (SpinGraph graph in new[] { SpinGraph.Complete(9), TestModels.Ring(7) })
        {
            IsingModel model = TestModels.Random(graph, 0.8, seed: 2);
            SampleSet[] sets =
            [
                .. GibbsKernel.Available.Select(kernel =>
                    new PathIntegralAnnealingSampler { Kernel = kernel, Sweeps = 20 }.Sample(model, new(Reads: 70, Seed: 3))),
            ];

            foreach (SampleSet set in sets)
            {
                CollectionAssert.AreEqual(sets[^1].Spins.AsSpan().ToArray(), set.Spins.AsSpan().ToArray());
                CollectionAssert.AreEqual(sets[^1].Energies, set.Energies);
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void CancellingEndsALongCallBetweenSweeps(int threads)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1);
        var endless = new PathIntegralAnnealingSampler { Sweeps = int.MaxValue, MaxDegreeOfParallelism = threads };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => endless.Sample(model, new(Reads: 300, Seed: 1), cancel.Token));
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
                $"Sample request '{start}': expected none, because paths start at random, got one.",
                Assert.ThrowsExactly<ArgumentException>(() => Create().Sample(model, wrong)).Message);
    }

    [TestMethod]
    public void RefusesSettingsOutOfRange()
    {
        Refused("Sweeps", () => new() { Sweeps = 0 });
        Refused("Slices", () => new() { Slices = 2 });
        Refused("Slices", () => new() { Slices = 7 });
        Refused("FinalSweeps", () => new() { FinalSweeps = -1 });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });
        foreach (double wrong in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Refused("InitialField", () => new() { InitialField = wrong });
            Refused("FinalField", () => new() { FinalField = wrong });
        }

        static void Refused(string setting, Func<PathIntegralAnnealingSampler> create) =>
            Assert.AreEqual(setting, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).ParamName);
    }

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    /// <summary>Few slices, and classical sweeps in which models that mix forget everything else.</summary>
    protected override IIsingSampler Create(int threads) =>
        new PathIntegralAnnealingSampler { Sweeps = 5, Slices = 4, FinalSweeps = 20, MaxDegreeOfParallelism = threads };
}
