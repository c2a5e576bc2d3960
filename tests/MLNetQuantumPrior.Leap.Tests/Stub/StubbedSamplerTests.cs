using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The sampler over the client and the stand-in for the service.</summary>
[TestClass]
public sealed class StubbedSamplerTests
{
    private const int Spins = 8, Reads = 8000;

    [TestMethod]
    [DataRow(AnnealingMode.Diabatic, FieldMethod.PolarizedAncilla)]
    [DataRow(AnnealingMode.Diabatic, FieldMethod.FluxBias)]
    [DataRow(AnnealingMode.Slow, FieldMethod.PolarizedAncilla)]
    [DataRow(AnnealingMode.Conditional, FieldMethod.PolarizedAncilla)]
    public async Task DrawsFollowTheModelAndTheTemperatureIsFoundWithinThreeErrors(AnnealingMode mode, FieldMethod fields)
    {
        await using LeapStubServer server = await LeapStubServer.StartAsync(Stub());
        using LeapClient client = Client(server);
        LeapSolver solver = await client.GetSolverAsync();
        SpinGraph graph = Place(solver.Graph);
        IsingModel model = LeapSamplerTests.Random(graph, 0.15, 4);
        double expected = mode == AnnealingMode.Diabatic ? 11.55 : server.Solvers.Single().StandardBeta;
        var calibration = new LeapCalibration();
        calibration.Set(mode, 0.8 * expected); // wrong
        var options = new LeapSamplerOptions { Mode = mode, Fields = fields, MutualInductance = 0.554, SpinReversals = 2 };
        using var unsure = new LeapSampler(client, solver, options with { Calibration = calibration });
        CalibratedBeta beta = unsure.Calibrate(model, Reads, seed: 1);
        Assert.IsLessThan(3 * beta.StandardError, Math.Abs(beta.Beta - expected), $"{beta}");

        using var sampler = new LeapSampler(client, solver, options with { Beta = expected });
        SampleSet draws = sampler.Sample(model, new(Reads, 1));
        var exact = new ExactEnumeration(model);
        Assert.IsLessThan(1.3 * TotalVariation.OfExactDraws(exact, Reads), TotalVariation.Of(exact, draws.Spins));
        Assert.AreEqual(2 * ((LeapDiagnostics)draws.Diagnostics!).ProblemIds.Length, server.Problems.Count());
    }

    [TestMethod]
    public async Task ATrainingOverTheServiceIsWithinANatOfOneThatDrawsHere()
    {
        await using LeapStubServer server = await LeapStubServer.StartAsync(Stub());
        using LeapClient client = Client(server);
        LeapSolver solver = await client.GetSolverAsync();
        SpinGraph graph = Place(solver.Graph);
        using var sampler = new LeapSampler(client, solver);
        (double local, double stubbed) = (Elbo(new ExactSampler()), Elbo(sampler));
        Assert.IsLessThan(1, Math.Abs(local - stubbed), $"{local:F2} and {stubbed:F2} nats");
        Assert.AreEqual(60, server.Problems.Count(), "600 steps whose draws serve 10");

        double Elbo(IIsingSampler drawer)
        {
            FeatureMatrix data = BarsAndStripes.Rows(copies: 8);
            BmVaeModel model = new BmVaeTrainer(new SimdEngine(), drawer, new()
            {
                Steps = 600, LearningRate = 5e-3, KlWeight = 1, NegativePhase = NegativePhaseKind.SamplerDraws, StepsPerDraw = 10,
            }).Train(data, VaeArchitecture.Mlp(data.Columns, [32], Spins), graph, seed: 1);
            return ModelEvaluation.Measure(model, data, new() { ImportanceSamples = 1 }).Elbo;
        }
    }

    [TestMethod]
    public async Task ASamplerStaysWithItsSolverWhateverOthersAreIdleAndFollowsItsWorkingGraph()
    {
        StubSolver first = StubSolver.Zephyr(3, name: "Advantage2_system1.a") with { AverageLoad = 0.2 };
        StubSolver other = StubSolver.Zephyr(3, name: "Advantage2_system1.b") with { AverageLoad = 0.5 };
        await using LeapStubServer server = await LeapStubServer.StartAsync(new() { Solvers = [first, other], SolverCacheSeconds = 0 });
        using var sampler = new LeapSampler(new()
        {
            Client = new() { Token = server.Options.Token, Endpoint = server.Endpoint, Solver = "{\"qpu\": true}" },
        });
        SpinGraph graph = Place(first.Graph);
        IsingModel model = LeapSamplerTests.Random(graph, 0.15, 4);
        sampler.Sample(model, new(2, 1));
        server.Replace(other with { AverageLoad = 0.1 });
        sampler.Sample(model, new(2, 2));
        Assert.IsTrue(server.Problems.All(problem => problem.Solver.Name == first.Name));

        int unused = first.Graph.Labels.Except(graph.Labels).First();
        server.Replace(first.After([unused], []));
        sampler.Sample(model, new(2, 3));
        Assert.AreNotEqual(first.GraphId, server.Problems.Last().Solver.GraphId);

        server.Replace(first.After([graph.Labels[0]], []));
        var lost = Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(model, new(2, 4)));
        StringAssert.Contains(lost.Message, $"got {graph.Labels[0]}");
        server.Remove(first.Name);
        var gone = Assert.ThrowsExactly<LeapException>(() => sampler.Sample(model, new(2, 5)));
        StringAssert.Contains(gone.Message, first.Name);
        Assert.AreEqual(3, server.Problems.Count());
    }

    private static StubOptions Stub() =>
        new() { Solvers = [StubSolver.Zephyr(3, dead: [7, 50, 300], name: "Advantage2_system1.stub")] };

    private static LeapClient Client(LeapStubServer server) => new(new() { Token = server.Options.Token, Endpoint = server.Endpoint });

    /// <summary>Four vertical and four horizontal qubits that cross in the middle.</summary>
    private static SpinGraph Place(SpinGraph working)
    {
        int[] labels =
        [
            .. from u in Enumerable.Range(0, 2) from at in Enumerable.Range(0, Spins / 2)
               select new ZephyrCoordinate(u, 3, at / 2, at % 2, 1).Label(3, 4),
        ];
        return working.WithoutSpins(working.Labels.Except(labels));
    }
}
