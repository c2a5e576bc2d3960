using System.Net.Http.Headers;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class LeapClientTests
{
    [TestMethod]
    public async Task AnswersAreInTheOrderOfTheProblems()
    {
        using var test = new TestClient();
        LeapAnswer[] answers = await test.SolveAsync(45);
        double[] expected = [.. Enumerable.Range(1, 45).Select(k => k + 0.75 + 2)];
        CollectionAssert.AreEqual(expected, answers.Select(answer => answer.ReportedEnergies.Single()).ToArray());
        CollectionAssert.AreEqual(expected, answers.Select(answer => answer.Samples.Energies.Single()).ToArray());
        Assert.AreEqual(3, test.Count("POST problems/"));
        Assert.HasCount(45, test.Service.Jobs);
        Assert.AreEqual(TimeSpan.FromMilliseconds(45), test.Client.Charged);
        Assert.AreEqual(45, test.Events.Count(e => e.Kind == LeapEventKind.Completed && e.ProblemId is not null));
        Assert.IsEmpty(test.Service.Cancelled);
    }

    [TestMethod]
    public async Task QuestionsAreHeldBackByTheServiceAndNameAtMost100Problems()
    {
        using var test = new TestClient();
        await test.SolveAsync(130);
        string[] questions = [.. test.Service.Requests.Where(name => name.StartsWith("GET problems/?id=", StringComparison.Ordinal))];
        Assert.IsTrue(questions.All(name => name.EndsWith("&timeout=30", StringComparison.Ordinal)), questions[0]);
        CollectionAssert.AreEqual(new[] { 100, 30 }, questions.Select(name => name.Split(',').Length).ToArray());
    }

    [TestMethod]
    public async Task AServiceThatDoesNotHoldQuestionsBackIsNotAskedInALoop()
    {
        using var test = new TestClient();
        int asked = 0;
        test.Service.Status = _ => ++asked < 4 ? "IN_PROGRESS" : "COMPLETED";
        await test.SolveAsync();
        CollectionAssert.AreEqual(Enumerable.Repeat(TimeSpan.FromSeconds(0.5), 3).ToArray(), test.Time.Pauses.ToArray());
    }

    [TestMethod]
    public async Task EachJobHasALabelOfItsOwnThatStartsWithTheCallers()
    {
        using var test = new TestClient();
        await test.Client.SolveAsync(
            TestClient.Solver, [.. Enumerable.Range(0, 3).Select(_ => TestClient.Problem() with { Label = "digits, step 7" })]);
        string[] labels = [.. test.Service.Jobs.Select(job => job.GetProperty("label").GetString()!)];
        Assert.HasCount(3, labels.Distinct());
        Assert.IsTrue(labels.All(label => label.StartsWith("digits, step 7 ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task HeadersAreThoseOfTheProtocol()
    {
        using var test = new TestClient(options => options with { Headers = ImmutableDictionary<string, string>.Empty.Add("X-Own", "1") });
        var requests = new List<HttpRequestHeaders>();
        test.Service.Decorate = (request, _) => requests.Add(request.Headers);
        await test.SolveAsync();
        Assert.IsTrue(requests.All(headers => headers.GetValues("X-Own").Single() == "1"));
        Assert.IsTrue(requests.All(headers => headers.UserAgent.ToString().StartsWith("MLNetQuantumPrior/", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(
            new[]
            {
                "application/vnd.dwave.sapi.problems+json; version=3.0.0", "application/vnd.dwave.sapi.problems+json; version=3.0.0",
                "application/vnd.dwave.sapi.problem+json; version=3.0.0",
            },
            requests.Select(headers => headers.Accept.ToString()).ToArray());
    }

    [TestMethod]
    [DataRow("1", true)]
    [DataRow("0", false)]
    public async Task BodiesAreCompressedUnlessTheFileSaysNo(string value, bool isCompressed)
    {
        var files = new Surroundings(
            _ => null, path => path == "./dwave.conf" ? $"[a]\ncompress_qpu_problem_data = {value}\n" : null, PlatformID.Unix);
        using var service = new FakeService();
        bool? isDeflated = null;
        service.Decorate = (request, _) => isDeflated ??= request.Content?.Headers.ContentEncoding.Contains("deflate");
        using var client = new LeapClient(
            new() { Token = FakeService.Token, Endpoint = "https://service.test/sapi", Handler = service }, files);
        await client.SolveAsync(TestClient.Solver, [TestClient.Problem()]);
        Assert.AreEqual(isCompressed, isDeflated);
    }

    [TestMethod]
    public async Task SolversAreSelectedAndOrderedByLoad()
    {
        using var test = new TestClient(options => options with { Solver = """{"qpu": true}""" });
        ImmutableArray<LeapSolver> solvers = await test.Client.GetSolversAsync();
        CollectionAssert.AreEqual(new[] { "DocsExample", "stub_zephyr_1_2" }, solvers.Select(solver => solver.Name).ToArray());
        test.Service.Solvers[0]!["status"] = "OFFLINE";
        test.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.AreEqual("stub_zephyr_1_2", (await test.Client.GetSolverAsync()).Name);
    }

    [TestMethod]
    public async Task SolversAreAskedForAgainWhenTheyAreOutOfDate()
    {
        using var test = new TestClient();
        LeapSolver first = await test.Client.GetSolverAsync();
        Assert.AreEqual(2, test.Service.Requests.Count);
        await test.Client.GetSolverAsync();
        Assert.AreEqual(2, test.Service.Requests.Count);
        test.Time.Advance(TimeSpan.FromMinutes(16));
        await test.Client.GetSolverAsync();
        Assert.AreEqual(3, test.Service.Requests.Count);
        test.Time.Advance(TimeSpan.FromMinutes(50));
        LeapSolver last = await test.Client.GetSolverAsync();
        Assert.AreEqual(5, test.Service.Requests.Count);
        Assert.AreEqual(first.Qubits, last.Qubits); // the same array: the service said that nothing changed
    }

    [TestMethod]
    public async Task TheServiceSaysForHowLongAnAnswerHolds()
    {
        using var test = new TestClient();
        test.Service.Decorate = (_, response) => response.Headers.CacheControl = new() { MaxAge = TimeSpan.FromSeconds(5), Private = true };
        await test.Client.GetSolverAsync();
        test.Time.Advance(TimeSpan.FromSeconds(6));
        await test.Client.GetSolverAsync();
        Assert.AreEqual(4, test.Service.Requests.Count);
    }

    [TestMethod]
    public async Task AWorkingGraphThatChangedIsFetchedAtOnce()
    {
        using var test = new TestClient();
        await test.Client.GetSolverAsync();
        test.Service.Solvers[1]!["identity"]!["version"]!["graph_id"] = "new";
        test.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.AreEqual("stub_zephyr_1_2;graph_id=new", (await test.Client.GetSolverAsync()).Identity);
    }

    /// <summary>A model is placed on the qubits of one solver, so that the load of another does not matter any more.</summary>
    [TestMethod]
    public async Task TheSolverStaysTheSameAsLongAsItIsThere()
    {
        using var test = new TestClient(options => options with { Solver = """{"qpu": true}""" });
        LeapSolver first = await test.Client.GetSolverAsync();
        Assert.AreSame(first, await test.Client.GetSolverAsync());
        Assert.AreEqual("DocsExample", first.Name);
        test.Service.Solvers[0]!["avg_load"] = 0.9;
        test.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.AreEqual("DocsExample", (await test.Client.GetSolverAsync()).Name);
        test.Service.Solvers[0]!["status"] = "OFFLINE";
        test.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.AreEqual("stub_zephyr_1_2", (await test.Client.GetSolverAsync()).Name);
    }

    [TestMethod]
    public async Task ASolverThatIsNotThereIsAnErrorThatNamesTheOthers()
    {
        using var test = new TestClient(options => options with { Solver = "Advantage9" });
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => test.Client.GetSolverAsync());
        StringAssert.Contains(error.Message, "Advantage9");
        StringAssert.Contains(error.Message, "stub_zephyr_1_2;graph_id=a1b2c3d4e5");
    }

    [TestMethod]
    public async Task SolversThatWereNotUnderstoodAreAskedForAgain()
    {
        using var test = new TestClient();
        test.Service.Fail("GET solvers", Faults.Body("""[{"properties": {"qubits": [0], "couplers": []}}]"""));
        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.Client.GetSolverAsync());
        test.Service.Fail("GET solvers/remote/?filter=none", Faults.Body("[{}]"));
        await Assert.ThrowsExactlyAsync<InvalidDataException>(() => test.Client.GetSolverAsync());
        Assert.AreEqual("stub_zephyr_1_2", (await test.Client.GetSolverAsync()).Name);
    }

    [TestMethod]
    public async Task HybridSolversAreLeftOut()
    {
        using var test = new TestClient(options => options with { Solver = "{}" });
        test.Service.Solvers[0]!["properties"]!["category"] = "hybrid";
        Assert.HasCount(1, await test.Client.GetSolversAsync());
    }

    [TestMethod]
    public async Task TheEndpointOfARegionIsLookedUpWithoutTheToken()
    {
        using var handler = new RegionHandler();
        using var client = new LeapClient(
            new() { Token = FakeService.Token, Region = "eu-central-1", Handler = handler }, new(_ => null, _ => null, PlatformID.Unix));
        Assert.IsEmpty(await client.GetSolversAsync());
        CollectionAssert.AreEqual(
            new[]
            {
                ("https://cloud.dwavesys.com/metadata/v1/regions/", false), ("https://eu.test/sapi/v2/solvers/remote/", true),
                ("https://eu.test/sapi/v2/solvers/remote/", true),
            },
            handler.Requests);
    }

    [TestMethod]
    public async Task ARegionThatIsNotThereIsAnErrorThatNamesTheOthers()
    {
        using var handler = new RegionHandler();
        using var client = new LeapClient(
            new() { Token = FakeService.Token, Region = "moon", Handler = handler }, new(_ => null, _ => null, PlatformID.Unix));
        var error = await Assert.ThrowsExactlyAsync<LeapException>(() => client.GetSolversAsync());
        StringAssert.Contains(error.Message, "eu-central-1");
    }

    private sealed class RegionHandler : HttpMessageHandler
    {
        public List<(string Address, bool HasToken)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            Requests.Add((request.RequestUri!.GetLeftPart(UriPartial.Path), request.Headers.Contains("X-Auth-Token")));
            bool isRegions = request.RequestUri.AbsolutePath.EndsWith("regions/", StringComparison.Ordinal);
            var content = new StringContent(
                isRegions ? """[{"code": "eu-central-1", "name": "Europe", "endpoint": "https://eu.test/sapi/v2"}]""" : "[]");
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.Headers.Accept.Single().ToString());
            return Task.FromResult(new HttpResponseMessage { Content = content });
        }
    }
}
