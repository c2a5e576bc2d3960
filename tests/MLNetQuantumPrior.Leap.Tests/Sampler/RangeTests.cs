namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class RangeTests
{
    [TestMethod]
    public void EachGroupOfAZephyrQubitHoldsHalfOfItsCouplers()
    {
        SpinGraph graph = SpinGraph.Zephyr(4);
        var topology = new LeapTopology("zephyr", [4, 4]);
        for (int qubit = 0; qubit < graph.SpinCount; qubit++)
        {
            int[] sizes = new int[2];
            foreach (int neighbour in graph.Rows.NeighboursOf(qubit))
            {
                sizes[CouplerGroup.Of(topology, qubit, neighbour)]++;
            }

            // Eight internal couplers, an odd and an external one; fewer at the rim.
            Assert.IsTrue(sizes.All(size => size <= 10), $"{qubit}: {sizes[0]} and {sizes[1]}");
            if (sizes.Sum() == 20)
            {
                Assert.AreEqual(10, sizes[0]);
            }
        }
    }

    [TestMethod]
    public void AModelBeyondARangeIsRefusedWithWhatItExceedsAndByHowMuch()
    {
        LeapSolver solver = FakeMachine.Solver();
        var machine = new FakeMachine();
        LeapSamplerOptions slow = new() { Mode = AnnealingMode.Slow, Beta = 1, SpinReversals = 0 };
        SpinGraph pair = Pair(solver);
        AssertRefused(new(pair, [0f, 0f], [-2.5f]), slow, "a coupling of -2.5", "1.25 times");
        AssertRefused(new(pair, [0f, 0f], [1.5f]), slow, "a coupling of 1.5", "1.50 times");
        AssertRefused(new(pair, [0f, 0f], [-1.5f]), slow with { SpinReversals = 1 }, "with spins reversed", "1.50 times");
        AssertRefused(new(pair, [0f, 6f], [0f]), slow, "a field of 6", "1.50 times");
        AssertRefused(Uniform(solver, -2), slow, "in group", "1.54 times"); // ten couplers of -2 where -13 is the least
        machine.Sampler(solver, slow).Sample(new(pair, [4f, -4f], [-2f]), new(1, 1));

        void AssertRefused(IsingModel model, LeapSamplerOptions options, string what, string factor)
        {
            int before = machine.Problems.Count;
            var error = Assert.ThrowsExactly<ArgumentException>(() => machine.Sampler(solver, options).Sample(model, new(1, 1)));
            StringAssert.Contains(error.Message, what);
            StringAssert.Contains(error.Message, factor);
            StringAssert.Contains(error.Message, nameof(LeapSamplerOptions.ScalesToRange));
            Assert.HasCount(before, machine.Problems);
        }
    }

    [TestMethod]
    public void WhereItMayBeScaledTheAnswerIsThatMuchWarmerAndSaysSo()
    {
        LeapSolver solver = FakeMachine.Solver();
        var machine = new FakeMachine { StandardBeta = 1 };
        var told = new List<LeapEvent>();
        LeapSampler sampler = machine.Sampler(solver, new()
        {
            Mode = AnnealingMode.Slow, Beta = 1, ScalesToRange = true, Progress = new Ear(told),
        });
        var model = new IsingModel(Pair(solver), [1f, 0f], [2f]);
        SampleSet draws = sampler.Sample(model, new(20_000, 1));
        var diagnostics = (LeapDiagnostics)draws.Diagnostics!;
        Assert.AreEqual(0.5, diagnostics.Scale, 1e-6);
        Assert.AreEqual(0.5, diagnostics.Beta, 1e-6);
        var exact = new ExactEnumeration(model, 0.5);
        Assert.IsLessThan(2 * TotalVariation.OfExactDraws(exact, 20_000), TotalVariation.Of(exact, draws.Spins));
        Assert.AreEqual(LeapWarningKind.Scaled, diagnostics.Warnings.Single().Kind);

        sampler.Sample(model, new(2, 2));
        LeapEvent warning = told.Single();
        Assert.AreEqual(LeapEventKind.Warning, warning.Kind);
        StringAssert.Contains(warning.Message, "scaled by 0.500");
    }

    [TestMethod]
    public void ARequestThatWouldTakeTooLongIsNotSubmitted()
    {
        LeapSolver solver = FakeMachine.Solver() with
        {
            TimingData = new()
            {
                ProgrammingTime = 10_000, DefaultProgrammingThermalization = 0, DefaultReadoutThermalization = 0, DefaultAnnealingTime = 20,
                ReadoutTimes = [(1, 60)], ReadoutIsLogarithmic = false, DelayPerSample = 20, MaxDecorrelatedAnnealingTime = 2000,
                DecorrelationTime = new(0, 0), ReverseReinitialized = default, ReverseContinued = default,
            },
        };
        var machine = new FakeMachine();
        LeapSampler sampler = machine.Sampler(solver, new() { MaxAccessTime = TimeSpan.FromMilliseconds(100) });
        var model = new IsingModel(Pair(solver), [0f, 0f], [0.1f]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => sampler.Sample(model, new(1200, 1)));
        StringAssert.Contains(error.Message, "106.0 ms");
        Assert.IsEmpty(machine.Problems);
        sampler.Sample(model, new(1000, 1));
        Assert.HasCount(1, machine.Problems);
    }

    /// <summary>A solver without timing data may take its longest run; one that says nothing cannot be bounded.</summary>
    [TestMethod]
    public void TheLongestAccessTimeHoldsWithoutTimingData()
    {
        var machine = new FakeMachine();
        LeapSolver solver = FakeMachine.Solver();
        var options = new LeapSamplerOptions { MaxAccessTime = TimeSpan.FromMilliseconds(100) };
        var model = new IsingModel(Pair(solver), [0f, 0f], [0.1f]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => machine.Sampler(solver, options).Sample(model, new(10, 1))).Message,
            "1000.0 ms");
        Assert.ThrowsExactly<InvalidOperationException>(
            () => machine.Sampler(solver with { RunDurationRange = null }, options).Sample(model, new(10, 1)));
        Assert.IsEmpty(machine.Problems);
    }

    private static SpinGraph Pair(LeapSolver solver)
    {
        (int i, int j) = solver.Couplers[0];
        return SpinGraph.FromLabels([i, j], [new(i, j)]);
    }

    private static IsingModel Uniform(LeapSolver solver, float coupling) => new(
        solver.Graph, new float[solver.Graph.SpinCount], [.. Enumerable.Repeat(coupling, solver.Graph.Edges.Length)]);

    private sealed class Ear(List<LeapEvent> told) : IProgress<LeapEvent>
    {
        public void Report(LeapEvent value) => told.Add(value);
    }
}
