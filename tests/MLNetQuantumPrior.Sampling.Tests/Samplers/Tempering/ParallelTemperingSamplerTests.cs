namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class ParallelTemperingSamplerTests : SamplerContract
{
    private static readonly ParallelTemperingSampler Tempering = new() { Temperatures = 16, BurnInSweeps = 400, SweepsPerRead = 10 };

    protected override bool HonoursStart => false;

    protected override bool Continues => true;

    [TestMethod]
    [DynamicData(nameof(PopulationAnnealingSamplerTests.DeepValleys), typeof(PopulationAnnealingSamplerTests))]
    public void AgreesWithEnumerationWhereGibbsOfEqualSweepsDoesNot(IsingModel model)
    {
        const int sweeps = 400 + (640 / 8 * 10); // of each replica, for the 640 reads of a run

        double tempered = IndependentRuns.LargestDeviation(Tempering, model);
        double swept = IndependentRuns.LargestDeviation(new BlockGibbsSampler { Sweeps = sweeps }, model);

        Assert.IsLessThan(4, tempered, "standard errors, parallel tempering");
        Assert.IsGreaterThan(15, swept, "standard errors, block Gibbs");
    }

    // Mean distance of 20,000 reads from the distribution, over a few seeds, against that of independent draws.
    [TestMethod]
    [DynamicData(nameof(PopulationAnnealingSamplerTests.DeepValleys), typeof(PopulationAnnealingSamplerTests))]
    public void ReadsAreAsCloseToTheLawAsIndependentDraws(IsingModel model)
    {
        var exact = new ExactEnumeration(model);
        double floor = TotalVariation.OfExactDraws(exact, draws: 20_000);

        Assert.IsLessThan(1.5 * floor, Distance(new ParallelTemperingSampler(), seeds: 3), "parallel tempering");
        Assert.IsGreaterThan(2 * floor, Distance(new BlockGibbsSampler { Sweeps = 1000 }, seeds: 1), "block Gibbs");

        double Distance(IIsingSampler sampler, int seeds) => Enumerable.Range(0, seeds).Average(
            seed => TotalVariation.Of(exact, sampler.Sample(model, new(Reads: 20_000, (ulong)seed)).Spins));
    }

    // One read a ladder and call, one sweep apart: a ladder that came back in another order would read warm replicas.
    [TestMethod]
    public void ContinuedCallsStayAtTheTarget()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(4, 4), seed: 5);
        var calls = new ContinuedCalls(Tempering with { SweepsPerRead = 1 }, Calls: 80);

        Assert.IsLessThan(4, IndependentRuns.LargestDeviation(calls, model));
    }

    [TestMethod]
    public void SwapRatesEvenOut()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(8, 8), seed: 6);
        var sampler = new ParallelTemperingSampler { Temperatures = 12, BurnInSweeps = 2000 };

        var adapted = Diagnostics(sampler.Sample(model, new(Reads: 400, Seed: 1)));
        var first = Diagnostics((sampler with { BurnInSweeps = 0 }).Sample(model, new(Reads: 400, Seed: 1)));

        Assert.IsGreaterThan(0.3, first.SwapRates.Max() - first.SwapRates.Min(), "spread without adaptation");
        Assert.IsLessThan(0.08, adapted.SwapRates.Max() - adapted.SwapRates.Min(), "spread after adaptation");
        Assert.IsTrue(adapted.SwapRates.All(rate => rate is > 0 and < 1));
        Assert.AreEqual(adapted.SwapRates.Sum(rate => 1 - rate), adapted.Barrier, 1e-12);
        Assert.AreEqual((0.0, 1.0, 12), (adapted.Betas[0], adapted.Betas[^1], adapted.Betas.Length));
        Assert.IsTrue(adapted.Betas.Skip(1).Zip(adapted.Betas).All(pair => pair.First > pair.Second));
    }

    // The ladder that a call without a burn-in leaves behind is the better for what it saw.
    [TestMethod]
    public void ContinuedCallsSpaceTheLadder()
    {
        IsingModel model = TestModels.Frustrated(TestModels.Torus(8, 8), seed: 6);
        var sampler = new ParallelTemperingSampler { Temperatures = 12, BurnInSweeps = 0 };
        SampleSet set = sampler.Sample(model, new(Reads: 80, Seed: 1));
        for (ulong seed = 2; seed <= 6; seed++)
        {
            set = sampler.Sample(model, new(Reads: 80, seed) { Continue = set.State });
        }

        var last = Diagnostics(set);
        Assert.IsLessThan(0.15, last.SwapRates.Max() - last.SwapRates.Min());
    }

    [TestMethod]
    public void AStateIsStretchedToAnotherTarget()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 0.5, seed: 1);
        SamplerState? state = Tempering.Sample(model, new(Reads: 8, Seed: 1)).State;

        var once = Diagnostics(Tempering.Sample(model, new(Reads: 8, Seed: 2) { Continue = state }));
        var thrice = Diagnostics(Tempering.Sample(model, new(Reads: 8, Seed: 2) { Continue = state, Beta = 3 }));
        var never = Diagnostics(Tempering.Sample(model, new(Reads: 8, Seed: 2) { Continue = state, Beta = 0 }));

        Assert.AreEqual(3.0, thrice.Betas[^1]);
        for (int k = 0; k < 16; k++)
        {
            Assert.AreEqual(3 * once.Betas[k], thrice.Betas[k], 1e-12);
            Assert.AreEqual(0, never.Betas[k]);
        }
    }

    // The product of independent spins: the barrier of many is that of one times the square root of their number, as for any Gaussian
    // energy.
    [TestMethod]
    public void BarrierGrowsWithTheSquareRootOfTheNumberOfSpins()
    {
        double Barrier(int spins) => Diagnostics(new ParallelTemperingSampler { BurnInSweeps = 500 }.Sample(
            TestModels.Uniform(SpinGraph.FromEdges(spins, []), 1, 0), new(Reads: 80, Seed: 3))).Barrier;

        Assert.AreEqual(2, Barrier(400) / Barrier(100), 0.1);
    }

    [TestMethod]
    public void TwoTemperaturesSuffice()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.3, seed: 2);
        var sampler = new ParallelTemperingSampler { Temperatures = 2, Ladders = 2, BurnInSweeps = 100 };
        SampleSet set = sampler.Sample(model, new(Reads: 20_000, Seed: 4));

        Agreement.AssertWithinFourSigma(set, model, beta: 1);
        Assert.HasCount(1, Diagnostics(set).SwapRates);
    }

    [TestMethod]
    public void ReportsNoLogPartitionBeforeEveryPairWasTried()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(6), 0.3, seed: 2);
        ParallelTemperingSampler sampler = Tempering with { BurnInSweeps = 0, SweepsPerRead = 1 };

        Assert.IsNull(Diagnostics(sampler.Sample(model, new(Reads: 8, Seed: 1))).LogPartition);
        Assert.IsNotNull(Diagnostics(sampler.Sample(model, new(Reads: 9, Seed: 1))).LogPartition);
    }

    // Ladders that fit a block, share one, and take several.
    [TestMethod]
    [DataRow(16, 8)]
    [DataRow(5, 3)]
    [DataRow(70, 2)]
    public void EveryKernelGivesTheSameSamples(int temperatures, int ladders)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(21), 0.8, seed: 2);
        SampleSet[] sets =
        [
            .. GibbsKernel.Available.Select(kernel => new ParallelTemperingSampler
            {
                Kernel = kernel, Temperatures = temperatures, Ladders = ladders, BurnInSweeps = 40, SweepsPerRead = 3,
            }.Sample(model, new(Reads: 20, Seed: 3))),
        ];

        foreach (SampleSet set in sets)
        {
            CollectionAssert.AreEqual(sets[^1].Spins.AsSpan().ToArray(), set.Spins.AsSpan().ToArray());
            CollectionAssert.AreEqual(sets[^1].State!.Content.ToArray(), set.State!.Content.ToArray());
            Assert.AreEqual(sets[^1].Diagnostics, set.Diagnostics);
        }
    }

    [TestMethod]
    public void DiagnosticsAreEqualWhereTheirNumbersAre()
    {
        var one = new ParallelTemperingDiagnostics([0, 1], [0.5], 3, null);

        Assert.AreEqual(one, new ParallelTemperingDiagnostics([0, 1], [0.5], 3, null));
        Assert.AreNotEqual(one, one with { Betas = [0, 2] });
        Assert.AreNotEqual(one, one with { SwapRates = [0.25] });
        Assert.AreNotEqual(one, one with { RoundTrips = 4 });
        Assert.AreNotEqual(one, one with { LogPartition = new(1, 1, 1, LogPartitionMethod.ParallelTempering) });
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void CancellingEndsALongCallBetweenSweeps(int threads)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1);
        var endless = Tempering with { BurnInSweeps = int.MaxValue, SweepsPerRead = int.MaxValue, MaxDegreeOfParallelism = threads };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => endless.Sample(model, new(Reads: 300, Seed: 1), cancel.Token));
    }

    [TestMethod]
    public void RefusesInitialStates()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);

        Assert.AreEqual(
            "Sample request 'InitialStates': expected none, because reads come from common ladders, got some.",
            Assert.ThrowsExactly<ArgumentException>(
                () => Create().Sample(model, new(Reads: 1, Seed: 1) { InitialStates = new(1, 3, [1, 1, 1]) })).Message);
    }

    [TestMethod]
    public void RefusesSettingsOutOfRange()
    {
        Refused("Temperatures", () => new() { Temperatures = 1 });
        Refused("Ladders", () => new() { Ladders = 1 });
        Refused("BurnInSweeps", () => new() { BurnInSweeps = -1 });
        Refused("SweepsPerRead", () => new() { SweepsPerRead = 0 });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });

        static void Refused(string setting, Func<ParallelTemperingSampler> create) =>
            Assert.AreEqual(setting, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).ParamName);
    }

    protected override IIsingSampler Create() => new ParallelTemperingSampler { Temperatures = 6, Ladders = 10, BurnInSweeps = 100 };

    protected override IIsingSampler Create(int threads) =>
        new ParallelTemperingSampler { Temperatures = 6, Ladders = 10, BurnInSweeps = 100, MaxDegreeOfParallelism = threads };

    private static ParallelTemperingDiagnostics Diagnostics(SampleSet set) => (ParallelTemperingDiagnostics)set.Diagnostics!;

    /// <summary>Asks for the reads of a request in calls that continue one another.</summary>
    private sealed record ContinuedCalls(IIsingSampler Sampler, int Calls) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            var sets = new SampleSet[Calls];
            for (int call = 0; call < Calls; call++)
            {
                sets[call] = Sampler.Sample(
                    model,
                    request with
                    {
                        Reads = request.Reads / Calls,
                        Seed = (request.Seed * 1000) + (ulong)call,
                        Continue = call == 0 ? null : sets[call - 1].State,
                    },
                    cancel);
            }

            return new(
                new(request.Reads, model.SpinCount, [.. sets.SelectMany(set => set.Spins.AsSpan().ToArray())]),
                [.. sets.SelectMany(set => set.Energies)],
                sets[^1].State);
        }
    }
}
