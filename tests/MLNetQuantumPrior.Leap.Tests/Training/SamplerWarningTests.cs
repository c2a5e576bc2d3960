using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>What a sampler says of its own draws reaches who trains with it.</summary>
[TestClass]
public sealed class SamplerWarningTests : IProgress<LeapEvent>
{
    private readonly List<LeapEvent> _heard = [];

    public void Report(LeapEvent value)
    {
        lock (_heard)
        {
            _heard.Add(value);
        }
    }

    [TestMethod]
    public async Task ASamplerTellsTheClientsListener()
    {
        await using LeapStubServer server = await LeapStubServer.StartAsync();
        using LeapClient client = new(new() { Endpoint = server.Endpoint, Token = server.Options.Token, Progress = this });
        LeapSolver solver = await client.GetSolverAsync();
        using var sampler = new LeapSampler(client, solver, new() { Beta = 1 }); // far from that of the solver
        SampleSet draws = sampler.Sample(Weak(solver), new(2000, 1));
        Assert.HasCount(1, _heard.Where(heard => heard.Kind == LeapEventKind.Warning && heard.Message.Contains("calibrate")).ToArray());
        StringAssert.Contains(string.Join("; ", draws.Diagnostics!.GetWarnings()), "calibrate");
    }

    /// <summary>Chains of two that nothing holds together, in samplers around the one that sees them.</summary>
    [TestMethod]
    public void BrokenChainsAreAWarningOfTheTraining()
    {
        SpinGraph source = SpinGraph.Complete(4);
        var embedding = new Embedding(source, SpinGraph.Complete(8), Enumerable.Range(0, 4).Select(i => new[] { i, i + 4 }));
        var sampler = new RescalingSampler(
            new SpinReversalSampler(new EmbeddingSampler(new ExactSampler(), embedding) { ChainStrength = 1e-3 }, 2), 1, 1);
        FeatureMatrix data = BarsAndStripes.Rows(copies: 1);
        TrainingRun run = new BmVaeTrainer(new SimdEngine(), sampler, new()
        {
            Steps = 4, KlWeight = 1, NegativePhase = NegativePhaseKind.SamplerDraws,
        }).Train(data, VaeArchitecture.Mlp(data.Columns, [8], 4), source, seed: 1).Training!;
        StringAssert.Contains(string.Join("; ", run.Warnings), "a chain is broken in");
        StringAssert.Contains($"{run.Epochs[^1]}", "a chain is broken in");
    }

    /// <summary>Reads of a machine are no chains that could stop mixing, however their spread changes while the prior grows.</summary>
    [TestMethod]
    public void DrawsThatStartAgainAreReportedAsSuch()
    {
        FeatureMatrix data = BarsAndStripes.Rows(copies: 1);
        TrainingRun run = new BmVaeTrainer(new SimdEngine(), new ExactSampler(), new()
        {
            Steps = 4, KlWeight = 1, NegativePhase = NegativePhaseKind.SamplerDraws, StepsPerDraw = 2,
        }).Train(data, VaeArchitecture.Mlp(data.Columns, [8], 4), SpinGraph.Complete(4), seed: 1).Training!;
        Assert.AreEqual(2, run.Epochs[^1].Boltzmann!.StepsPerRedraw);
        Assert.IsNull((run.Epochs[^1].Boltzmann! with { RHat = 2 }).Warning);
    }

    private static IsingModel Weak(LeapSolver solver)
    {
        SpinGraph graph = FakeMachine.Part(solver, 6);
        return new(graph, new float[graph.SpinCount], [.. Enumerable.Repeat(0.3f, graph.Edges.Length)]);
    }
}
