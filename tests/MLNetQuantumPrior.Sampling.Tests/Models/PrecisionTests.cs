namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Numbers that single precision does not hold, and constants of the energy.</summary>
[TestClass]
public sealed class PrecisionTests
{
    private static readonly double[] Costs = [0.04, 0.02, 0.01, 0.03];

    public static IEnumerable<object[]> Samplers =>
    [
        [new BlockGibbsSampler { Sweeps = 3 }],
        [new SimulatedAnnealingSampler { Sweeps = 50 }],
        [new ParallelTemperingSampler { BurnInSweeps = 20 }],
        [new PopulationAnnealingSampler { MaxSteps = 100_000 }],
        [new PathIntegralAnnealingSampler { Sweeps = 20 }],
        [new ExactSampler()],
        [new SpinReversalSampler(new BlockGibbsSampler { Sweeps = 3 }, 2)],
        [new ClampingSampler(new BlockGibbsSampler { Sweeps = 3 }, [new(0, 1)])],
        [new AncillaSampler(new BlockGibbsSampler { Sweeps = 3 })],
        [new PruningSampler(new BlockGibbsSampler { Sweeps = 3 })],
        [new SteeringSampler(new BlockGibbsSampler { Sweeps = 3 }, [1, 0, 0, 0])],
        [new RescalingSampler(new BlockGibbsSampler { Sweeps = 3 }, 1, 1)],
    ];

    // P (1 - sum x)^2 + sum c x with P = 1e6: single precision reads all four costs as one.
    [TestMethod]
    public void OneOfFourHasTheEnergiesOfItsCosts()
    {
        IsingModel model = OneOfFour(1e6);

        for (int chosen = 0; chosen < 4; chosen++)
        {
            sbyte[] spins = [-1, -1, -1, -1];
            spins[chosen] = 1;
            Assert.AreEqual(Costs[chosen], model.Energy(spins), 1e-9);
            Assert.AreEqual(Costs[chosen], model.Energies(new(1, 4, spins))[0], 1e-9);
        }

        Assert.IsInRange(0.01, 1, model.RoundingError);
        Assert.AreEqual(0.01, new ExactEnumeration(model).LowestEnergy, 1e-9);
        Assert.AreEqual(new ExactEnumeration(model, 50).LogPartition, new ExactElimination(model, 50).LogPartition, 1e-6);
        Assert.AreEqual(
            0.01, new ExactSampler().Sample(model, new(20, 1) { Beta = 2000 }).Energies.Max(), 1e-9);
    }

    [TestMethod]
    [DynamicData(nameof(Samplers))]
    public void EverySamplerReportsTheEnergiesOfTheModel(IIsingSampler sampler)
    {
        var signs = new IsingModel(SpinGraph.Complete(4), new double[4], [1, -1, 1, 1, -1, 1], offset: 7);
        foreach (IsingModel model in (IsingModel[])[OneOfFour(1e6), signs])
        {
            // Chains by themselves, and chains in lanes.
            foreach (int count in new[] { 2, 40 })
            {
                SampleSet reads = sampler.Sample(model, new(count, 3));
                CollectionAssert.AreEqual(
                    Enumerable.Range(0, count).Select(r => model.Energy(reads.Spins[r])).ToArray(), reads.Energies);
            }
        }
    }

    // Z has the factor exp(-beta offset).
    [TestMethod]
    public void LogPartitionIncludesTheOffset()
    {
        const double beta = 0.7;
        const double offset = -3.25;
        SpinGraph graph = SpinGraph.FromEdges(5, [new(0, 1), new(1, 2), new(0, 2), new(3, 4)]);
        IsingModel plain = TestModels.Random(graph, 1, seed: 4);
        var model = new IsingModel(graph, [.. plain.Fields.Select(h => (double)h)], [.. plain.Couplings.Select(j => (double)j)], offset);
        var request = new SampleRequest(10, 1) { Beta = beta };
        double expected = new ExactEnumeration(plain, beta).LogPartition - (beta * offset);

        Assert.AreEqual(expected, new ExactEnumeration(model, beta).LogPartition, 1e-9);
        Assert.AreEqual(expected, new ExactElimination(model, beta).LogPartition, 1e-9);
        Assert.AreEqual(expected, new AnnealedImportanceSampling().Estimate(model, 1, beta).Value, 0.1);
        Assert.AreEqual(expected, Diagnostics<ParallelTemperingDiagnostics>(new ParallelTemperingSampler()).LogPartition!.Value, 0.1);
        Assert.AreEqual(expected, Diagnostics<PopulationAnnealingDiagnostics>(new PopulationAnnealingSampler()).LogPartition.Value, 0.1);
        var pruned = (PruningDiagnostics)new PruningSampler(new ExactSampler()).Sample(plain, request).Diagnostics!;
        Assert.AreEqual(
            pruned.LogFactor!.Value - (beta * offset),
            Diagnostics<PruningDiagnostics>(new PruningSampler(new ExactSampler())).LogFactor!.Value,
            1e-9);
        var independent = new IsingModel(SpinGraph.Independent(1), [0.5], [], offset);
        Assert.AreEqual(
            Math.Log(2 * Math.Cosh(beta * 0.5)) - (beta * offset), LogPartitionFunction.Exact(independent, beta).Value, 1e-9);
        Assert.AreEqual(
            offset + new ExactEnumeration(plain, beta).MeanEnergy, new ExactEnumeration(model, beta).MeanEnergy, 1e-9);

        T Diagnostics<T>(IIsingSampler sampler)
            where T : SamplerDiagnostics => (T)sampler.Sample(model, request).Diagnostics!;
    }

    [TestMethod]
    public void RefusesWhatSinglePrecisionCannotAddUp()
    {
        SpinGraph pair = SpinGraph.Complete(2);

        Assert.Contains("for single precision", Refusal(() => new IsingModel(pair, [0f, 0f], [3e38f])));
        Assert.Contains("for single precision", Refusal(() => new IsingModel(pair, [0.0, 0], [3e38])));
        Assert.Contains("within single precision", Refusal(() => new IsingModel(pair, [0, 1e39], [1.0])));
        Assert.Contains("can hold", Refusal(() => new IsingModel(pair, [0, 1e-50], [0.0])));

        static string Refusal(Func<IsingModel> make) => Assert.ThrowsExactly<ArgumentException>(make).Message;
    }

    // Up to what is accepted, energies and samples are numbers.
    [TestMethod]
    public void TheLargestModelsHaveFiniteEnergies()
    {
        IsingModel model = TestModels.Uniform(SpinGraph.Complete(5), 1e36f, -4e36f);

        SampleSet reads = new ParallelTemperingSampler { BurnInSweeps = 100 }.Sample(model, new(16, 1) { Beta = 1e-36 });

        Assert.IsTrue(reads.Energies.All(double.IsFinite));
        Assert.IsTrue(double.IsFinite(((ParallelTemperingDiagnostics)reads.Diagnostics!).LogPartition!.Value));
    }

    [TestMethod]
    public void NumbersThatSinglePrecisionHoldsChangeNothing()
    {
        IsingModel single = TestModels.Random(SpinGraph.Zephyr(1), 1, seed: 2);
        var wide = new IsingModel(
            single.Graph, [.. single.Fields.Select(h => (double)h)], [.. single.Couplings.Select(j => (double)j)]);

        Assert.AreEqual(0.0, wide.RoundingError);
        SampleSet expected = new BlockGibbsSampler().Sample(single, new(8, 1));
        SampleSet actual = new BlockGibbsSampler().Sample(wide, new(8, 1));
        CollectionAssert.AreEqual(expected.Energies, actual.Energies);
        Assert.IsTrue(expected.Spins.AsSpan().SequenceEqual(actual.Spins.AsSpan()));
    }

    private static IsingModel OneOfFour(double penalty)
    {
        var q = new Dictionary<(int, int), double>();
        for (int i = 0; i < 4; i++)
        {
            q[(i, i)] = Costs[i] - penalty;
            for (int j = i + 1; j < 4; j++)
            {
                q[(i, j)] = 2 * penalty;
            }
        }

        return IsingModel.FromQubo(q, offset: penalty);
    }
}
