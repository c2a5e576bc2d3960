namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class SimulatedAnnealingByGibbsContractTests() : SimulatedAnnealingContract(SpinUpdate.Gibbs);

[TestClass]
public sealed class SimulatedAnnealingByMetropolisContractTests() : SimulatedAnnealingContract(SpinUpdate.Metropolis);

/// <summary>Ends with sweeps at the target, which models that mix forget everything else in.</summary>
public abstract class SimulatedAnnealingContract(SpinUpdate update) : SamplerContract
{
    protected override bool HonoursStart => true;

    protected override IIsingSampler Create() => Create(Environment.ProcessorCount);

    protected override IIsingSampler Create(int threads) => new SimulatedAnnealingSampler
    {
        Sweeps = 200, Schedule = BetaSchedule.Custom(0, 0.5, 1, 1), Update = update, MaxDegreeOfParallelism = threads,
    };
}

[TestClass]
public sealed class SimulatedAnnealingSamplerTests
{
    private static readonly SpinUpdate[] Updates = Enum.GetValues<SpinUpdate>();

    [TestMethod]
    [DynamicData(nameof(PopulationAnnealingSamplerTests.DeepValleys), typeof(PopulationAnnealingSamplerTests))]
    public void FindsTheGroundStateOfSmallModels(IsingModel model)
    {
        double ground = new ExactEnumeration(model).LowestEnergy;
        foreach (SpinUpdate update in Updates)
        {
            SampleSet set = new SimulatedAnnealingSampler { Sweeps = 300, Update = update }.Sample(model, new(Reads: 64, Seed: 1));
            Assert.AreEqual(ground, set.LowestEnergy, 1e-9, $"{update}");
        }
    }

    // The differences are many standard errors; 400 spins have no chance to be at the ground already.
    [TestMethod]
    public void MeanEnergyFallsWithSweeps()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(20, 20), seed: 2);
        foreach (SpinUpdate update in Updates)
        {
            SampleMean[] means = [.. new[] { 5, 20, 80, 320 }.Select(Mean)];
            for (int k = 1; k < means.Length; k++)
            {
                double error = Math.Sqrt(Math.Pow(means[k].StandardError, 2) + Math.Pow(means[k - 1].StandardError, 2));
                Assert.IsLessThan(means[k - 1].Value - (4 * error), means[k].Value, $"{update}, step {k}");
            }

            SampleMean Mean(int sweeps)
            {
                var sampler = new SimulatedAnnealingSampler { Sweeps = sweeps, Update = update };
                SampleMean mean = default;
                foreach (double energy in sampler.Sample(model, new(Reads: 200, Seed: 3)).Energies)
                {
                    mean.Add(energy);
                }

                return mean;
            }
        }
    }

    // On a flat model textbook Metropolis in any fixed order turns every spin in every sweep: all reads from one start would stay the same.
    [TestMethod]
    public void ForgetsTheStartOnAFlatModel()
    {
        const int reads = 5000;
        const int n = 6;
        IsingModel flat = TestModels.Uniform(TestModels.Ring(n), 0, 0);
        var start = new SpinMatrix(reads, n, [.. Enumerable.Repeat((sbyte)1, reads * n)]);
        foreach (SpinUpdate update in Updates)
        {
            foreach (int sweeps in new[] { 100, 101 })
            {
                SampleSet set = new SimulatedAnnealingSampler { Sweeps = sweeps, Update = update }.Sample(
                    flat, new(reads, Seed: 4) { InitialStates = start });
                int[] counts = new int[1 << n];
                for (int r = 0; r < reads; r++)
                {
                    counts[Enumerable.Range(0, n).Sum(i => set.Spins[r][i] > 0 ? 1 << i : 0)]++;
                }

                // Chi square of 64 equally likely states: mean 63, standard deviation sqrt(126).
                double expected = reads / 64.0;
                double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
                Assert.AreEqual(63, chiSquare, 4 * Math.Sqrt(126), $"{update}, {sweeps} sweeps");
            }
        }
    }

    // What the documentation warns of: an annealed chain keeps the mode it fell into.
    [TestMethod]
    public void IsNoSamplerOfFrustratedModels()
    {
        IsingModel model = TestModels.Frustrated(SpinGraph.Complete(16), seed: 3);
        var sampler = new SimulatedAnnealingSampler { Sweeps = 200, Schedule = BetaSchedule.Linear(0, 1) };

        Assert.IsGreaterThan(15, IndependentRuns.LargestDeviation(sampler, model));
    }

    [TestMethod]
    public void AColdScheduleStaysAtItsStart()
    {
        const int n = 20;
        IsingModel model = TestModels.Uniform(SpinGraph.Complete(n), 0, -1);
        SpinMatrix start = new(2, n, [.. Enumerable.Repeat((sbyte)1, n), .. Enumerable.Repeat((sbyte)-1, n)]);
        var cold = new SimulatedAnnealingSampler { Sweeps = 5, Schedule = BetaSchedule.Linear(5, 10) };

        SampleSet set = cold.Sample(model, new(Reads: 2, Seed: 1) { InitialStates = start });

        CollectionAssert.AreEqual(start.AsSpan().ToArray(), set.Spins.AsSpan().ToArray());
    }

    [TestMethod]
    public void AutomaticSchedulesRefuseAnotherTarget()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);

        Assert.AreEqual(
            "Sample request 'Beta': expected 1, because an automatic schedule ends where the model freezes, got 2; a schedule such as " +
            "Linear(0, 1) ends at the requested inverse temperature.",
            Assert.ThrowsExactly<ArgumentException>(
                () => new SimulatedAnnealingSampler().Sample(model, new(Reads: 1, Seed: 1) { Beta = 2 })).Message);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void CancellingEndsALongCallBetweenSweeps(int threads)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1);
        var endless = new SimulatedAnnealingSampler { Sweeps = int.MaxValue, MaxDegreeOfParallelism = threads };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => endless.Sample(model, new(Reads: 300, Seed: 1), cancel.Token));
    }

    [TestMethod]
    public void RefusesSettingsOutOfRange()
    {
        Refused("Sweeps", () => new() { Sweeps = 0 });
        Refused("Update", () => new() { Update = (SpinUpdate)2 });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });
        Assert.ThrowsExactly<ArgumentNullException>(() => new SimulatedAnnealingSampler { Schedule = null! });

        static void Refused(string setting, Func<SimulatedAnnealingSampler> create) =>
            Assert.AreEqual(setting, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).ParamName);
    }
}
