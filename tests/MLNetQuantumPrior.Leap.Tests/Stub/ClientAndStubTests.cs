using System.Collections.Concurrent;
using MLNetQuantumPrior.LeapStub;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The client and the stub, which were written apart, over a connection on loopback.</summary>
[TestClass]
public sealed class ClientAndStubTests
{
    private static readonly StubOptions Small = new() { Solvers = [StubSolver.Zephyr(1, dead: [5])] };

    public static IEnumerable<object[]> PassingFaults =>
        from call in new[] { StubCall.Solvers, StubCall.Submit, StubCall.Poll, StubCall.Problem }
        from fault in new StubFault[]
        {
            new(StubFaultKind.Status, call, 2) { Code = 429 },
            new(StubFaultKind.Status, call, 2) { Code = 429, RetryAfter = "3" },
            new(StubFaultKind.Status, call, 2) { Code = 500 },
            new(StubFaultKind.Status, call, 2) { Code = 503, RetryAfter = "Thu, 01 Jan 2026 00:00:30 GMT" },
            new(StubFaultKind.Slow, call) { Delay = TimeSpan.FromMilliseconds(50) },
            new(StubFaultKind.DropBefore, call, 2),
            new(StubFaultKind.DropAfter, call, 2),
            new(StubFaultKind.HalfAnswer, call, 2),
        }
        select new object[] { fault };

    [TestMethod]
    public async Task AnswersAreThoseOfTheProblemsInTheirOrder()
    {
        await using var test = await Connection.OpenAsync(Small);
        LeapSolver solver = await test.Client.GetSolverAsync();
        CollectionAssert.AreEqual(test.Server.Solvers.Single().Graph.Labels, solver.Graph.Labels);
        Assert.HasCount(test.Server.Solvers.Single().Graph.Edges.Length, solver.Graph.Edges);
        LeapProblem[] problems = [.. Enumerable.Range(1, 25).Select(k => Problem(solver, reads: k))];
        ImmutableArray<LeapAnswer> answers = await test.Client.SolveAsync(solver, [.. problems]);
        for (int k = 0; k < answers.Length; k++)
        {
            Assert.AreEqual(k + 1, answers[k].Samples.Spins.Rows);
            for (int r = 0; r <= k; r++)
            {
                Assert.AreEqual(answers[k].Samples.Energies[r], answers[k].ReportedEnergies[r], 1e-6);
            }
        }

        Assert.AreEqual(20, test.Server.Counters.LargestBatch);
        Assert.AreEqual(25, test.Server.Counters.Submissions);
        Assert.AreEqual(test.Server.Counters.AccessTime, test.Client.Charged.TotalMicroseconds, 1);
        Assert.AreEqual(
            problems.Sum(problem => solver.EstimateAccessTime(problem.Model.SpinCount, problem.Parameters)!.Value),
            test.Server.Counters.AccessTime,
            1e-3 * test.Server.Counters.AccessTime);
    }

    [TestMethod]
    public async Task RowsOfAHistogramAddUpToTheReads()
    {
        await using var test = await Connection.OpenAsync(Small);
        LeapSolver solver = await test.Client.GetSolverAsync();
        LeapProblem raw = Problem(solver, reads: 200);
        LeapProblem problem = raw with { Parameters = raw.Parameters with { AnswerMode = LeapAnswerMode.Histogram } };
        LeapAnswer answer = (await test.Client.SolveAsync(solver, [problem]))[0];
        Assert.AreEqual(200, answer.Samples.Occurrences!.Value.Sum());
        CollectionAssert.AreEqual(answer.ReportedEnergies.Order().ToArray(), answer.ReportedEnergies);
    }

    [TestMethod]
    [DynamicData(nameof(PassingFaults))]
    public async Task WhatPassesIsTriedAgainAndNothingIsSubmittedTwice(StubFault fault)
    {
        await using var test = await Connection.OpenAsync(Small);
        test.Server.Faults.Add(fault);
        LeapSolver solver = await test.Client.GetSolverAsync();
        Assert.HasCount(2, await test.Client.SolveAsync(solver, [Problem(solver), Problem(solver)]));
        Assert.AreEqual(2, test.Server.Counters.Submissions);
        Assert.IsEmpty(test.Server.Counters.RepeatedLabels);
        test.ExpectNoToken();
    }

    [TestMethod]
    [DataRow(StubFaultKind.Failed, "failed")]
    [DataRow(StubFaultKind.Cancelled, "cancelled")]
    public async Task AProblemThatTheServiceGivesUpIsAnErrorAndTheOthersAreCancelled(StubFaultKind kind, string text)
    {
        await using var test = await Connection.OpenAsync(Small);
        test.Server.Faults.Add(new StubFault(kind, StubCall.Solve), new(StubFaultKind.Hold, StubCall.Solve));
        LeapSolver solver = await test.Client.GetSolverAsync();
        var error = await Assert.ThrowsExactlyAsync<LeapException>(
            () => test.Client.SolveAsync(solver, [Problem(solver), Problem(solver)]));
        StringAssert.Contains(error.Message, text);
        Assert.AreEqual(test.Server.Problems.First().Id, error.ProblemId);
        Assert.AreEqual("CANCELLED", test.Server.Problems.Last().Status);
        test.ExpectNoToken();
    }

    [TestMethod]
    public async Task AnAnswerThatLacksItsEndIsAnErrorThatNamesThePart()
    {
        await using var test = await Connection.OpenAsync(Small);
        test.Server.Faults.Add(new StubFault(StubFaultKind.HalfAnswer, StubCall.Solve));
        LeapSolver solver = await test.Client.GetSolverAsync();
        var error = await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.Client.SolveAsync(solver, [Problem(solver)]));
        StringAssert.Contains(error.Message, "'solutions'");
        Assert.AreEqual(test.Server.Counters.AccessTime, test.Client.Charged.TotalMicroseconds, 1);
    }

    [TestMethod]
    [DataRow(StubFaultKind.SolversGone, 404, "does not exist")]
    [DataRow(StubFaultKind.GraphsChanged, 400, "is not available")]
    public async Task ASolverOrAGraphThatIsGoneIsAnErrorAtOnce(StubFaultKind kind, int code, string text)
    {
        await using var test = await Connection.OpenAsync(Small);
        LeapSolver solver = await test.Client.GetSolverAsync();
        test.Server.Faults.Add(new StubFault(kind, StubCall.Submit));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.SolveAsync(solver, [Problem(solver)]));
        Assert.AreEqual(code, (int)error.Code!);
        StringAssert.Contains(error.Message, text);
        Assert.AreEqual(1, test.Server.Counters.Calls(StubCall.Submit));
        Assert.AreEqual(0, test.Server.Counters.Submissions);
    }

    [TestMethod]
    public async Task CancellingCancelsOnTheServer()
    {
        await using var test = await Connection.OpenAsync(Small);
        test.Server.Faults.Add(new StubFault(StubFaultKind.Hold, StubCall.Solve, Times: 2));
        LeapSolver solver = await test.Client.GetSolverAsync();
        using var cancel = new CancellationTokenSource();
        test.OnEvent = happening =>
        {
            if (happening.Kind == LeapEventKind.Submitted && test.Server.Counters.Submissions == 2)
            {
                cancel.Cancel();
            }
        };
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => test.Client.SolveAsync(solver, [Problem(solver), Problem(solver)], cancel.Token));
        CollectionAssert.AreEqual(new[] { "CANCELLED", "CANCELLED" }, test.Server.Problems.Select(problem => problem.Status).ToArray());
    }

    [TestMethod]
    public async Task TheRegionLeadsToTheEndpoint()
    {
        await using LeapStubServer server = await LeapStubServer.StartAsync(Small);
        var variables = new Dictionary<string, string>
        {
            ["DWAVE_METADATA_API_ENDPOINT"] = server.MetadataEndpoint,
            ["DWAVE_API_REGION"] = "stub-1",
            ["DWAVE_API_TOKEN"] = Small.Token,
        };
        using var client = new LeapClient(new(), new(variables.GetValueOrDefault, _ => null, PlatformID.Unix));
        Assert.HasCount(1, await client.GetSolversAsync());
    }

    [TestMethod]
    public async Task AWrongTokenIsAnErrorWithoutIt()
    {
        await using LeapStubServer server = await LeapStubServer.StartAsync(Small);
        using var client = new LeapClient(
            new() { Token = "WRONG-1234", Endpoint = server.Endpoint }, new(_ => null, _ => null, PlatformID.Unix));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => client.GetSolversAsync());
        StringAssert.Contains(error.Message, "401");
        Assert.IsFalse(error.ToString().Contains("WRONG", StringComparison.Ordinal));
    }

    private static LeapProblem Problem(LeapSolver solver, int reads = 3)
    {
        SpinGraph graph = solver.Graph;
        double[] fields = [.. Enumerable.Range(0, graph.SpinCount).Select(i => (i % 5 * 0.1) - 0.2)];
        double[] couplings = [.. Enumerable.Range(0, graph.Edges.Length).Select(k => (k % 7 * 0.1) - 0.3)];
        return new(new(graph, fields, couplings, offset: 1.5), new() { Reads = reads }) { Label = "test" };
    }

    /// <summary>A stub, and a client of it whose pauses pass at once.</summary>
    private sealed class Connection(LeapStubServer server) : IProgress<LeapEvent>, IAsyncDisposable
    {
        private readonly ConcurrentQueue<LeapEvent> _events = [];

        public LeapStubServer Server => server;

        public LeapClient Client { get; private set; } = null!;

        public Action<LeapEvent> OnEvent { get; set; } = _ => { };

        public static async Task<Connection> OpenAsync(StubOptions options)
        {
            var connection = new Connection(await LeapStubServer.StartAsync(options));
            connection.Client = new(
                new()
                {
                    Token = options.Token, Endpoint = connection.Server.Endpoint, TimeProvider = new TestTime(), Progress = connection,
                },
                new(_ => null, _ => null, PlatformID.Unix));
            return connection;
        }

        public void Report(LeapEvent value)
        {
            _events.Enqueue(value);
            OnEvent(value);
        }

        public void ExpectNoToken() =>
            Assert.IsFalse(_events.Any(happening => happening.ToString().Contains(server.Options.Token, StringComparison.Ordinal)));

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await server.DisposeAsync();
        }
    }
}
