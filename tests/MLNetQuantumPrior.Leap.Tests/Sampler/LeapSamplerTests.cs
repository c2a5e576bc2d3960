namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class LeapSamplerTests
{
    private const int Reads = 20_000;

    [TestMethod]
    [DataRow(FieldMethod.PolarizedAncilla, 0)]
    [DataRow(FieldMethod.PolarizedAncilla, 1)]
    [DataRow(FieldMethod.PolarizedAncilla, 3)]
    [DataRow(FieldMethod.FreeAncilla, 1)]
    public void FastAnnealsOfWeakModelsFollowThem(FieldMethod method, int reversals)
    {
        LeapSolver solver = FakeMachine.Solver() with { ReadsRange = null, RunDurationRange = null };
        SpinGraph graph = method == FieldMethod.FreeAncilla ? Star(solver) : FakeMachine.Part(solver, 6);
        IsingModel model = Random(graph, 0.12, 1);
        LeapSampler sampler = new FakeMachine().Sampler(solver, new() { Fields = method, SpinReversals = reversals });
        SampleSet draws = sampler.Sample(model, new(Reads, 1));

        // Half a spread above the floor of independent draws: 0.02 would show a field at the temperature of couplings.
        var exact = new ExactEnumeration(model);
        Assert.IsLessThan(1.5 * TotalVariation.OfExactDraws(exact, Reads), TotalVariation.Of(exact, draws.Spins));
        CollectionAssert.AreEqual(model.Energies(draws.Spins), draws.Energies);
        Assert.IsNull(draws.State);

        var diagnostics = (LeapDiagnostics)draws.Diagnostics!;
        Assert.AreEqual(TemperatureSource.Schedule, diagnostics.Temperature.Source);
        Assert.AreEqual(11.55, diagnostics.Temperature.Couplings, 0.01);
        Assert.IsLessThan(4 * diagnostics.Fitted!.StandardError + 0.15, Math.Abs(diagnostics.Fitted.Beta - 11.55));
        Assert.IsTrue(diagnostics.Expected!.IsReliable);
        Assert.AreEqual((1.0, 1.0, 0.0), (diagnostics.Scale, diagnostics.Beta, diagnostics.StrayAncillas));
        Assert.HasCount(Math.Max(1, reversals), diagnostics.ProblemIds);
    }

    [TestMethod]
    public void AFastAnnealIsProgrammedWithoutFieldsOverAncillasThatAFluxBiasHolds()
    {
        LeapSolver solver = FakeMachine.Solver();
        SpinGraph graph = FakeMachine.Part(solver, 6);
        IsingModel model = Random(graph, 0.2, 2);
        var machine = new FakeMachine();
        LeapSampler sampler = machine.Sampler(solver, new() { SpinReversals = 0, AnnealingTime = 0.007 });
        SampleSet draws = sampler.Sample(model, new(10, 1) { Beta = 2 });
        LeapProblem problem = machine.Problems.Single();
        var temperature = DiabaticTemperature.Of(PublishedSchedules.Fast("Advantage2_system1", 7));
        IsingModel programmed = problem.Model;
        for (int e = 0; e < graph.Edges.Length; e++)
        {
            (int i, int j) = (graph.Labels[graph.Edges[e].I], graph.Labels[graph.Edges[e].J]);
            Assert.AreEqual(2 * model.Couplings[e] / temperature.CouplingBeta, Coupling(programmed, i, j), 1e-6);
        }

        ImmutableDictionary<int, double> held = problem.Parameters.FluxBiases!;
        Assert.IsTrue(held.Values.All(bias => bias == 0.005));
        Assert.IsLessThan(graph.SpinCount, held.Count, "one ancilla serves several");
        for (int spin = 0; spin < graph.SpinCount; spin++)
        {
            int qubit = graph.Labels[spin];
            double field = held.Keys.Sum(ancilla => Coupling(programmed, qubit, ancilla));
            Assert.AreEqual(2 * model.Fields[spin] / temperature.FieldBeta, field, 1e-6);
        }

        Assert.IsTrue(programmed.Fields.All(field => field == 0));
        Assert.IsTrue(problem.Parameters is { FastAnneal: true, AnnealingTime: 0.007, Reads: 10, AnswerMode: LeapAnswerMode.Raw });
        Assert.HasCount(10, draws.Energies);
    }

    [TestMethod]
    public void ReversedSpinsReverseFluxBiasesToo()
    {
        LeapSolver solver = FakeMachine.Solver();
        IsingModel model = Random(FakeMachine.Part(solver, 6), 0.2, 2);
        (FakeMachine plain, FakeMachine reversed) = (new(), new());
        plain.Sampler(solver, new() { SpinReversals = 0 }).Sample(model, new(10, 1));
        reversed.Sampler(solver, new() { SpinReversals = 4 }).Sample(model, new(10, 1));
        Assert.HasCount(4, reversed.Problems);
        CollectionAssert.AreEqual((int[])[2, 3, 2, 3], (int[])[.. reversed.Problems.Select(problem => problem.Parameters.Reads)]);
        double[] signs = [.. reversed.Problems.SelectMany(problem => problem.Parameters.FluxBiases!.Values)];
        Assert.IsTrue(signs.Contains(0.005) && signs.Contains(-0.005));
        foreach (LeapProblem problem in reversed.Problems)
        {
            for (int e = 0; e < problem.Model.Couplings.Length; e++)
            {
                Assert.AreEqual(Math.Abs(plain.Problems[0].Model.Couplings[e]), Math.Abs(problem.Model.Couplings[e]));
            }
        }
    }

    [TestMethod]
    [DataRow(AnnealingMode.Slow)]
    [DataRow(AnnealingMode.Conditional)]
    public void StandardAnnealsFollowTheModelAtAKnownTemperature(AnnealingMode mode)
    {
        LeapSolver solver = FakeMachine.Solver();
        SpinGraph graph = FakeMachine.Part(solver, 6);
        IsingModel model = Random(graph, 0.8, 3);
        ImmutableArray<float> added = [0.5f, -0.5f, 0.2f, 0, -0.1f, 0.3f];
        var machine = new FakeMachine();
        LeapSampler sampler = machine.Sampler(solver, new()
        {
            Mode = mode, Beta = 6, AddedFields = mode == AnnealingMode.Conditional ? added : null, AddedFieldStrength = 2,
        });
        SampleSet draws = sampler.Sample(model, new(Reads, 1) { Beta = 0.7 });
        IsingModel target = mode == AnnealingMode.Conditional ? model.WithAddedFields(added.AsSpan(), 2) : model;
        var exact = new ExactEnumeration(target, 0.7);
        Assert.IsLessThan(1.5 * TotalVariation.OfExactDraws(exact, Reads), TotalVariation.Of(exact, draws.Spins));
        CollectionAssert.AreEqual(model.Energies(draws.Spins), draws.Energies, "energies are those of the model without added fields");
        Assert.IsTrue(machine.Problems[0].Parameters is { FastAnneal: false, AnnealingTime: 20, FluxBiases: null });
        var diagnostics = (LeapDiagnostics)draws.Diagnostics!;
        Assert.IsLessThan(4 * diagnostics.Fitted!.StandardError, Math.Abs(diagnostics.Fitted.Beta - 6));
        Assert.IsNull(diagnostics.Expected);
    }

    [TestMethod]
    public void ABetaOfZeroAndAModelOfZerosAreFairCoins()
    {
        LeapSolver solver = FakeMachine.Solver();
        SpinGraph graph = FakeMachine.Part(solver, 4);
        LeapSampler sampler = new FakeMachine().Sampler(solver, new());
        foreach ((IsingModel model, double beta) in new[] { (Random(graph, 0.3, 1), 0.0), (Random(graph, 0, 1), 1.0) })
        {
            SampleSet draws = sampler.Sample(model, new(4000, 1) { Beta = beta });
            var exact = new ExactEnumeration(model, 0);
            Assert.IsLessThan(2 * TotalVariation.OfExactDraws(exact, 4000), TotalVariation.Of(exact, draws.Spins));
            Assert.IsNull(((LeapDiagnostics)draws.Diagnostics!).Fitted);
        }
    }

    [TestMethod]
    public void ReadsAreSplitByTheLongestRunAndTheMostReads()
    {
        LeapSolver solver = FakeMachine.Solver() with { RunDurationRange = new(0, 100_000) }; // 150 + 0.005 microseconds a read
        var machine = new FakeMachine();
        IsingModel model = Random(FakeMachine.Part(solver, 3), 0.1, 1);
        Assert.AreEqual(2000, machine.Sampler(solver, new()).Sample(model, new(2000, 1)).Spins.Rows);
        CollectionAssert.AreEqual((int[])[500, 500, 500, 500], (int[])[.. machine.Problems.Select(problem => problem.Parameters.Reads)]);

        machine.Problems.Clear();
        SampleSet draws = machine.Sampler(solver, new() { ReadsPerSubmission = 100, SpinReversals = 2 }).Sample(model, new(250, 1));
        CollectionAssert.AreEqual((int[])[83, 83, 84], (int[])[.. machine.Problems.Select(problem => problem.Parameters.Reads)]);
        var diagnostics = (LeapDiagnostics)draws.Diagnostics!;
        Assert.AreEqual(TimeSpan.FromMicroseconds(30_000 + 25_000), diagnostics.AccessTime);
        CollectionAssert.AreEqual((string[])["problem-1", "problem-2", "problem-3"], diagnostics.ProblemIds);
    }

    [TestMethod]
    public void RequestsThatAMachineCannotHonourAreRefused()
    {
        LeapSolver solver = FakeMachine.Solver();
        IsingModel model = Random(FakeMachine.Part(solver, 3), 0.1, 1);
        LeapSampler sampler = new FakeMachine().Sampler(solver, new());
        SampleRequest request = new(2, 1);
        foreach (SampleRequest refused in (SampleRequest[])
        [
            request with { InitialStates = new(2, 3, (sbyte[])[1, 1, 1, -1, -1, -1]) },
            request with { Continue = new("BlockGibbs", default) },
            request with { Streams = [1, 2] },
            request with { TimeLimit = TimeSpan.FromSeconds(1) },
            request with { TargetEnergy = 0 },
        ])
        {
            Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(model, refused));
        }
    }

    [TestMethod]
    public void AModelOnOtherQubitsOrCouplersIsRefused()
    {
        LeapSolver solver = FakeMachine.Solver(dead: [5, 6]);
        LeapSampler sampler = new FakeMachine().Sampler(solver, new());
        var qubits = Assert.ThrowsExactly<ArgumentException>(
            () => sampler.Sample(Random(SpinGraph.FromLabels([4, 5, 6], []), 0, 1), new(1, 1)));
        StringAssert.Contains(qubits.Message, "5 and 1 more");
        StringAssert.Contains(qubits.Message, solver.Identity);
        var couplers = Assert.ThrowsExactly<ArgumentException>(
            () => sampler.Sample(Random(SpinGraph.FromLabels([0, 159], [new(0, 159)]), 0, 1), new(1, 1)));
        StringAssert.Contains(couplers.Message, "(0, 159)");
    }

    [TestMethod]
    public void AFieldThatNoUnusedQubitCanBringIsRefused()
    {
        LeapSolver solver = FakeMachine.Solver(m: 1);
        SpinGraph all = solver.Graph;
        LeapSampler sampler = new FakeMachine().Sampler(solver, new());
        var error = Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(Random(all, 0.1, 1), new(1, 1)));
        StringAssert.Contains(error.Message, "unused qubit");
        IsingModel two = Random(FakeMachine.Part(FakeMachine.Solver(), 12), 0.1, 1);
        LeapSampler free = new FakeMachine().Sampler(FakeMachine.Solver(), new() { Fields = FieldMethod.FreeAncilla });
        error = Assert.ThrowsExactly<ArgumentException>(() => free.Sample(two, new(1, 1)));
        StringAssert.Contains(error.Message, "all spins with fields");
    }

    [TestMethod]
    public void AnswersWithOtherEnergiesAreRefused()
    {
        LeapSolver solver = FakeMachine.Solver();
        IsingModel model = Random(FakeMachine.Part(solver, 3), 0.1, 1);
        LeapSampler sampler = new FakeMachine { EnergyError = 1e-3 }.Sampler(solver, new());
        var error = Assert.ThrowsExactly<LeapException>(() => sampler.Sample(model, new(2, 1)));
        StringAssert.Contains(error.Message, "problem-1");
        Assert.AreEqual("problem-1", error.ProblemId);
    }

    [TestMethod]
    public void OptionsThatContradictEachOtherAreRefused()
    {
        LeapSolver solver = FakeMachine.Solver();
        var machine = new FakeMachine();
        foreach (LeapSamplerOptions options in (LeapSamplerOptions[])
        [
            new() { TracksBeta = true },
            new() { TracksBeta = true, Calibration = new(), Beta = 1 },
            new() { AddedFields = [1] },
        ])
        {
            Assert.ThrowsExactly<ArgumentException>(() => machine.Sampler(solver, options));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LeapSamplerOptions { AncillaFluxBias = 0.2 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LeapSamplerOptions { Schedule = AnnealingSchedule.Linear(1) });
        IsingModel model = Random(FakeMachine.Part(solver, 3), 0.1, 1);
        foreach ((LeapSolver at, LeapSamplerOptions options, string name) in new (LeapSolver, LeapSamplerOptions, string)[]
        {
            (solver, new() { Mode = AnnealingMode.Slow }, "Calibration"),
            (solver, new() { AnnealingTime = 0.001 }, "AnnealingTime"),
            (solver, new() { Mode = AnnealingMode.Slow, Beta = 1, AnnealingTime = 0.1 }, "AnnealingTime"),
            (solver with { FastAnnealTimeRange = null }, new(), "Mode"),
            (solver with { Name = "Other" }, new(), "Beta"),
            (solver with { Name = "Other" }, new() { Beta = 10 }, "FieldBeta"),
            (solver with { Name = "Other" }, new() { Beta = 10, FieldBeta = 10, Fields = FieldMethod.FluxBias }, "Schedule"),
            (solver, new() { Fields = FieldMethod.FluxBias }, "MutualInductance"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => machine.Sampler(at, options).Sample(model, new(1, 1)));
            StringAssert.Contains(error.Message, $"Option '{name}'");
        }

        Assert.IsEmpty(machine.Problems);
    }

    [TestMethod]
    public void TheTextOfASamplerSaysHowItSamplesAndHoldsNoSecret()
    {
        using var sampler = new LeapSampler(new() { Solver = "A", Client = new() { Token = "SECRET", Endpoint = "http://localhost:1/" } });
        string text = sampler.ToString();
        StringAssert.Contains(text, "Solver = A");
        StringAssert.Contains(text, "Mode = Diabatic");
        Assert.IsFalse(text.Contains("SECRET", StringComparison.Ordinal), text);
    }

    internal static IsingModel Random(SpinGraph graph, double strength, int seed)
    {
        var random = new Random(seed);
        float Draw() => (float)(strength * ((2 * random.NextDouble()) - 1));
        return new(graph, [.. graph.Labels.Select(_ => Draw())], [.. graph.Edges.Select(_ => Draw())]);
    }

    internal static double Coupling(IsingModel model, int i, int j)
    {
        var edge = new SpinEdge(model.Graph.Labels.BinarySearch(Math.Min(i, j)), model.Graph.Labels.BinarySearch(Math.Max(i, j)));
        int place = model.Graph.Edges.BinarySearch(edge);
        return place < 0 ? 0 : model.Coupling(place);
    }

    /// <summary>Qubits that all neighbour one other, which is left out.</summary>
    private static SpinGraph Star(LeapSolver solver)
    {
        int[] beside = solver.Graph.Rows.NeighboursOf(0).ToArray()[..5];
        return solver.Graph.WithoutSpins(solver.Graph.Labels.Except(beside.Select(spin => solver.Graph.Labels[spin])));
    }
}
