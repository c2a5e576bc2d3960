namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>The emulator against perturbation theory: how far a diabatic anneal follows the Boltzmann distribution.</summary>
[TestClass]
public sealed class WeakCouplingTests
{
    public static IEnumerable<object[]> Schedules =>
    [
        [AnnealingSchedule.Linear(1)],
        [AnnealingSchedule.Linear(4)],
        [new AnnealingSchedule([new(0, 2, 0.3), new(0.5, 0.7, 0.5), new(1, 0.1, 1)], duration: 3)],
    ];

    // log p against both orders, state by state: what is left is of third order, so halving the model divides it by eight.
    [TestMethod]
    [DynamicData(nameof(Schedules))]
    public void LogProbabilitiesAgreeWithPerturbationTheoryToSecondOrder(AnnealingSchedule schedule)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(5), 1, seed: 1);

        double half = LargestRest(ScaledModel.Of(model, 0.02, 0.02), schedule);
        double quarter = LargestRest(ScaledModel.Of(model, 0.01, 0.01), schedule);

        Assert.AreEqual(8, half / quarter, 0.8);
    }

    // Total variation distance to the Boltzmann distribution at the temperature of couplings. Fields left as they are: an error of first
    // order.
    [TestMethod]
    [DynamicData(nameof(Schedules))]
    public void FieldsNeedScalingOrAnAncillaToFollowBoltzmannToFirstOrder(AnnealingSchedule schedule)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(5), 1, seed: 2);
        var temperature = DiabaticTemperature.Of(schedule);
        var emulator = new DiabaticEmulator(schedule) { Tolerance = 1e-10 };
        (double Plain, double Scaled, double Ancilla) At(double strength)
        {
            IsingModel weak = ScaledModel.Of(model, strength, strength);
            double[] target = new ExactEnumeration(weak, temperature.CouplingBeta).Probabilities();
            double[] both = [.. emulator.Anneal(new AncillaGraph(model.Graph).Model(weak)).Probabilities];
            double[] ancilla = [.. Enumerable.Range(0, 32).Select(state => both[state + 32] + both[31 - state])]; // s_a = +1, -1
            return (
                DiabaticDistribution.Distance(emulator.Anneal(weak).Probabilities.AsSpan(), target),
                DiabaticDistribution.Distance(
                    emulator.Anneal(ScaledModel.Of(weak, temperature.FieldScale, 1)).Probabilities.AsSpan(), target),
                DiabaticDistribution.Distance(ancilla, target));
        }

        var (coarse, fine) = (At(0.02), At(0.01));

        Assert.AreEqual(2, coarse.Plain / fine.Plain, 0.15, "fields as they are");
        Assert.AreEqual(4, coarse.Scaled / fine.Scaled, 0.3, "scaled fields");
        Assert.AreEqual(4, coarse.Ancilla / fine.Ancilla, 0.3, "an ancilla");
        Assert.IsLessThan(fine.Plain / 3, Math.Max(fine.Scaled, fine.Ancilla));
    }

    // Tabulated distances of one model of ten spins, each coupled to four others with random signs: they lie within what such models give.
    [TestMethod]
    [DataRow(1.0, 0.05, 0.005)]
    [DataRow(1.0, 0.1, 0.019)]
    [DataRow(1.0, 0.2, 0.078)]
    [DataRow(1.0, 0.3, 0.184)]
    [DataRow(1.0, 0.5, 0.481)]
    [DataRow(4.0, 0.05, 0.0015)]
    [DataRow(4.0, 0.1, 0.006)]
    [DataRow(4.0, 0.2, 0.028)]
    [DataRow(4.0, 0.3, 0.069)]
    [DataRow(4.0, 0.5, 0.198)]
    public void DistanceGrowsWithTheCouplingAsTabulated(double duration, double strength, double tabulated)
    {
        AnnealingSchedule schedule = AnnealingSchedule.Linear(duration);
        DiabaticDiagnostics[] runs = [.. Enumerable.Range(0, 20).Select(seed => Run(schedule, strength, seed))];

        Assert.IsGreaterThan(runs.Min(run => run.Distance), tabulated);
        Assert.IsLessThan(runs.Max(run => run.Distance), tabulated);
    }

    // Where it says that the answer is good, it must be; a fifth is what third order leaves at beta |J| = 0.1.
    [TestMethod]
    [DataRow(1.0, 0.05, 0.1)]
    [DataRow(1.0, 0.1, 0.2)]
    [DataRow(4.0, 0.05, 0.1)]
    [DataRow(4.0, 0.1, 0.2)]
    public void SecondOrderForetellsTheDistance(double duration, double strength, double share)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            DiabaticDiagnostics run = Run(AnnealingSchedule.Linear(duration), strength, seed);

            Assert.AreEqual(strength, run.Expected.StrongestCoupling, 1e-6);
            Assert.AreEqual(run.Distance, run.Expected.Distance, share * run.Distance, $"seed {seed}");
        }
    }

    // A model many times over, side by side: the relative error of log p stays, the distance of the whole grows to its bound.
    [TestMethod]
    public void RelativeErrorDoesNotDependOnTheSize()
    {
        var temperature = DiabaticTemperature.Of(AnnealingSchedule.Linear(1));
        IsingModel one = TestModels.Random(SpinGraph.Complete(5), 0.3, seed: 3);
        DiabaticDeviation single = temperature.DeviationOf(one);
        DiabaticDeviation many = temperature.DeviationOf(Copies(one, 10_000));
        DiabaticDeviation doubled = temperature.DeviationOf(ScaledModel.Of(one, 2, 2));

        Assert.AreEqual(single.RelativeError, many.RelativeError, 1e-6);
        Assert.AreEqual(2 * single.RelativeError, doubled.RelativeError, 1e-6);
        Assert.IsTrue(single.IsReliable);
        Assert.IsFalse(temperature.DeviationOf(ScaledModel.Of(one, 10, 10)).IsReliable);
        Assert.AreEqual(100 * single.LogProbabilityError, many.LogProbabilityError, 1e-4);
        Assert.AreEqual(1, temperature.DeviationOf(Copies(ScaledModel.Of(one, 2, 2), 10_000)).Distance);
        Assert.AreEqual(new DiabaticDeviation(0, 0, 0), temperature.DeviationOf(ScaledModel.Of(one, 0, 0)));
    }

    private static IsingModel Copies(IsingModel model, int count)
    {
        int n = model.SpinCount;
        return new(
            SpinGraph.FromEdges(n * count, Enumerable.Range(0, count).SelectMany(
                copy => model.Graph.Edges.Select(e => new SpinEdge(e.I + (copy * n), e.J + (copy * n))))),
            [.. Enumerable.Repeat(model.Fields, count).SelectMany(h => h)],
            [.. Enumerable.Repeat(model.Couplings, count).SelectMany(j => j)]);
    }

    private static DiabaticDiagnostics Run(AnnealingSchedule schedule, double strength, int seed)
    {
        var random = new Random(seed);
        SpinGraph graph = SpinGraph.FromEdges(
            10, Enumerable.Range(0, 10).SelectMany(i => new SpinEdge[] { new(i, (i + 1) % 10), new(i, (i + 2) % 10) }));
        float coupling = (float)(strength / DiabaticTemperature.Of(schedule).CouplingBeta);
        var model = new IsingModel(graph, new float[10], [.. graph.Edges.Select(_ => random.Next(2) == 0 ? coupling : -coupling)]);
        SampleSet set = new DiabaticEmulator(schedule).Sample(model, new(Reads: 1, Seed: 1));
        return (DiabaticDiagnostics)set.Diagnostics!;
    }

    private static double LargestRest(IsingModel model, AnnealingSchedule schedule)
    {
        var temperature = DiabaticTemperature.Of(schedule);
        DiabaticDistribution measured = new DiabaticEmulator(schedule) { Tolerance = 1e-13, MaxSteps = 4096 }.Anneal(model);
        double[] rests =
            [.. TestModels.AllStates(model.SpinCount).Select((s, state) => Math.Log(measured.Probabilities[state]) - Theory(s))];
        double mean = rests.Average(); // the constant
        return rests.Max(rest => Math.Abs(rest - mean));

        double Theory(sbyte[] s)
        {
            double log = 0;
            for (int i = 0; i < s.Length; i++)
            {
                log -= temperature.FieldBeta * model.Fields[i] * s[i];
            }

            for (int e = 0; e < model.Couplings.Length; e++)
            {
                (int i, int j) = model.Graph.Edges[e];
                log -= temperature.CouplingBeta * model.Couplings[e] * s[i] * s[j];
                log += temperature.FieldCouplingTerm * model.Couplings[e] * ((model.Fields[i] * s[j]) + (model.Fields[j] * s[i]));
                for (int f = 0; f < e; f++)
                {
                    (int k, int l) = model.Graph.Edges[f];
                    int[] ends = [i, j, k, l];
                    int[] single = [.. ends.Where(end => ends.Count(other => other == end) == 1)];
                    if (single.Length == 2)
                    {
                        double weight = model.Couplings[e] * model.Couplings[f];
                        log += temperature.CouplingPairTerm * weight * s[single[0]] * s[single[1]];
                    }
                }
            }

            return log;
        }
    }
}
