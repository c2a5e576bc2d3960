namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Calls that return what they have.</summary>
[TestClass]
public sealed class StoppingTests
{
    private static readonly IsingModel Model = TestModels.Random(SpinGraph.Zephyr(1), 1, seed: 3);

    public static IEnumerable<object[]> LongSamplers =>
    [
        [new SimulatedAnnealingSampler { Sweeps = int.MaxValue }],
        [new ParallelTemperingSampler { BurnInSweeps = int.MaxValue }],
        [new PopulationAnnealingSampler { StepEfficiency = 0.999999, MaxSteps = int.MaxValue }],
        [new DescendingSampler(new SimulatedAnnealingSampler { Sweeps = int.MaxValue })],
    ];

    [TestMethod]
    [DynamicData(nameof(LongSamplers))]
    public void ATimeLimitReturnsReads(IIsingSampler sampler)
    {
        SampleSet reads = sampler.Sample(Model, new(200, 1) { TimeLimit = TimeSpan.FromMilliseconds(100) });

        AssertValid(reads, SampleStop.TimeLimit);
        Assert.IsNull(reads.State);
    }

    [TestMethod]
    [DynamicData(nameof(LongSamplers))]
    public void AStopReturnsReads(IIsingSampler sampler)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        AssertValid(sampler.Sample(Model, new(200, 1) { Stop = stop.Token }), SampleStop.Stop);
    }

    [TestMethod]
    [DataRow(typeof(SimulatedAnnealingSampler))]
    [DataRow(typeof(ParallelTemperingSampler))]
    [DataRow(typeof(PopulationAnnealingSampler))]
    public void ATargetEnergyEndsTheCall(Type type)
    {
        var sampler = (IIsingSampler)Activator.CreateInstance(type)!;
        double target = sampler.Sample(Model, new(64, 1)).Energies.Order().ElementAt(32);
        var heard = new Heard();

        SampleSet reads = sampler.Sample(Model, new(5000, 1) { TargetEnergy = target, Progress = heard });

        Assert.IsLessThanOrEqualTo(target + 1e-9, reads.LowestEnergy);
        Assert.IsNotEmpty(heard.Reports);
        Assert.IsTrue(heard.Reports.All(report => report.Fraction is >= 0 and <= 1));
        AssertValid(reads, reads.StoppedBy);
        Assert.IsTrue(reads.StoppedBy == SampleStop.TargetEnergy || reads.Spins.Rows == 5000);
    }

    [TestMethod]
    public void WithoutAStopNothingChanges()
    {
        foreach (IIsingSampler sampler in (IIsingSampler[])
            [new SimulatedAnnealingSampler(), new ParallelTemperingSampler(), new PopulationAnnealingSampler()])
        {
            SampleSet plain = sampler.Sample(Model, new(20, 7));
            SampleSet limited = sampler.Sample(Model, new(20, 7) { TimeLimit = TimeSpan.FromHours(1), TargetEnergy = -1e9 });

            Assert.AreEqual(SampleStop.None, limited.StoppedBy);
            Assert.IsTrue(plain.Spins.AsSpan().SequenceEqual(limited.Spins.AsSpan()));
        }
    }

    [TestMethod]
    public void SamplersThatCannotStopRefuse()
    {
        foreach (IIsingSampler sampler in (IIsingSampler[])
            [new BlockGibbsSampler(), new PathIntegralAnnealingSampler(), new PruningSampler(new SimulatedAnnealingSampler())])
        {
            Refused(sampler, new(1, 1) { TimeLimit = TimeSpan.FromSeconds(1) }, "TimeLimit");
            Refused(sampler, new(1, 1) { TargetEnergy = 0 }, "TargetEnergy");
            Refused(sampler, new(1, 1) { Stop = new(canceled: true) }, "Stop");
            Refused(sampler, new(1, 1) { Progress = new Heard() }, "Progress");
        }

        static void Refused(IIsingSampler sampler, SampleRequest request, string part) => Assert.Contains(
            $"Sample request '{part}': expected none",
            Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(Model, request)).Message);
    }

    // Every read ends where no single turn lowers its energy, and no read ends higher than it was.
    [TestMethod]
    public void DescentEndsInLocalMinima()
    {
        var inner = new BlockGibbsSampler { Sweeps = 1 };
        SampleSet before = inner.Sample(Model, new(50, 1));
        SampleSet after = new DescendingSampler(inner).Sample(Model, new(50, 1));

        for (int r = 0; r < 50; r++)
        {
            Assert.IsLessThanOrEqualTo(before.Energies[r] + 1e-9, after.Energies[r]);
            sbyte[] spins = after.Spins[r].ToArray();
            for (int i = 0; i < spins.Length; i++)
            {
                spins[i] = (sbyte)-spins[i];
                Assert.IsGreaterThanOrEqualTo(after.Energies[r] - 1e-9, Model.Energy(spins));
                spins[i] = (sbyte)-spins[i];
            }
        }
    }

    [TestMethod]
    public void OneStartServesAllReads()
    {
        sbyte[] start = [.. Enumerable.Range(0, Model.SpinCount).Select(i => (sbyte)(i % 3 == 0 ? 1 : -1))];

        SampleSet reads = new DescendingSampler(new BlockGibbsSampler { Sweeps = 1 }).Sample(
            Model, new(5, 1) { InitialStates = SpinMatrix.Repeat(start, 5) });

        Assert.AreEqual(5, reads.Spins.Rows);
        Assert.IsTrue(SpinMatrix.Repeat(start, 2)[1].SequenceEqual(start));
    }

    private static void AssertValid(SampleSet reads, SampleStop stoppedBy)
    {
        Assert.AreEqual(stoppedBy, reads.StoppedBy);
        Assert.IsGreaterThan(0, reads.Spins.Rows);
        for (int r = 0; r < reads.Spins.Rows; r++)
        {
            Assert.AreEqual(Model.Energy(reads.Spins[r]), reads.Energies[r], 1e-9);
        }
    }

    private sealed class Heard : IProgress<SampleProgress>
    {
        public List<SampleProgress> Reports { get; } = [];

        public void Report(SampleProgress value) => Reports.Add(value);
    }
}
