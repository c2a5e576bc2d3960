using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using MLNetQuantumPrior.LeapStub;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The stub by plain HTTP requests. The vendor's own client was run against it too.</summary>
[TestClass]
public sealed class StubServerTests
{
    private const string Job = """
        {"solver": {"name": "stub_zephyr_1_4"}, "type": "ising", "params": PARAMS, "label": "LABEL",
         "data": {"format": "qp", "lin": "LIN", "quad": "AAAAAAAA4L8=", "offset": 1}}
        """;

    private static readonly StubOptions Small = new() { Solvers = [StubSolver.Zephyr(1)] };

    public static IEnumerable<object[]> Refusals =>
    [
        ["""{"nonsense": 1}""", "Unknown parameter nonsense"],
        ["""{"num_reads": 0}""", "num_reads"],
        ["""{"num_reads": 10001}""", "num_reads"],
        ["""{"num_reads": 1.5}""", "num_reads"],
        ["""{"annealing_time": 0.1}""", "annealing_time"],
        ["""{"annealing_time": 0.004, "fast_anneal": true, "auto_scale": false}""", "annealing_time"],
        ["""{"annealing_time": 0.005, "fast_anneal": true, "auto_scale": false}""", "h = 0"],
        ["""{"annealing_time": 2000, "num_reads": 1000}""", "problem_run_duration"],
        ["""{"flux_biases": [0, 0], "auto_scale": false}""", "flux_biases"],
        ["""{"anneal_schedule": [[0, 0], [1, 0.5]]}""", "anneal_schedule"],
        ["""{"answer_mode": "both"}""", "answer_mode"],
        ["3", "Malformed"],
    ];

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public async Task RefusesWhatTheProcessorCannotDoAsAnItemOfTheList(string parameters, string expected)
    {
        await using LeapStubServer server = await StartAsync();

        JsonElement items = await PostAsync(server, $"[{JobOf(parameters)}, {JobOf("{}")}]");

        Assert.AreEqual(400, items[0].GetProperty("error_code").GetInt32());
        StringAssert.Contains(items[0].GetProperty("error_msg").GetString(), expected);
        Assert.AreEqual("PENDING", items[1].GetProperty("status").GetString());
        Assert.AreEqual(1, server.Counters.Submissions);
    }

    [TestMethod]
    public async Task AnswersASubmittedProblem()
    {
        await using LeapStubServer server = await StartAsync();

        JsonElement item = (await PostAsync(server, $"[{JobOf("""{"num_reads": 9}""", "one")}]"))[0];
        string id = item.GetProperty("id").GetString()!;
        JsonElement status = (await GetAsync(server, $"problems/?id={id}&timeout=30", "problems"))[0];
        JsonElement problem = await GetAsync(server, $"problems/{id}/", "problem");
        JsonElement found = await GetAsync(server, "problems/?label=one", "problems");

        Assert.AreEqual("COMPLETED", status.GetProperty("status").GetString());
        Assert.IsFalse(status.TryGetProperty("answer", out _));
        JsonElement answer = problem.GetProperty("answer");
        int[] counts = [.. MemoryOf<int>(answer, "num_occurrences")];
        double[] energies = [.. MemoryOf<double>(answer, "energies")];
        Assert.AreEqual(9, counts.Sum());
        CollectionAssert.AreEqual(energies.Order().ToArray(), energies);
        Assert.AreEqual(-1, energies[0]); // h 0.25 twice and J -0.5, without the offset
        Assert.AreEqual(id, found[0].GetProperty("id").GetString());
        Assert.AreEqual(answer.GetProperty("timing").GetProperty("qpu_access_time").GetDouble(), server.Counters.AccessTime);
        foreach ((string part, string type) in (ReadOnlySpan<(string, string)>)[
            ("answer", "problem-answer"), ("info", "problem-data"), ("messages", "problem-message")])
        {
            Assert.AreNotEqual(JsonValueKind.Undefined, GetAsync(server, $"problems/{id}/{part}", type).Result.ValueKind);
        }
    }

    [TestMethod]
    public async Task TheSameSeedGivesTheSameAnswersAndARepetitionAnother()
    {
        List<string> answers = [];
        for (int server = 0; server < 2; server++)
        {
            await using LeapStubServer stub = await LeapStubServer.StartAsync(Small with { AnswersAtOnce = true });
            string job = JobOf("""{"num_reads": 2000, "answer_mode": "raw", "auto_scale": false}""");
            JsonElement items = await PostAsync(stub, $"[{job}, {job}]");
            answers.AddRange(items.EnumerateArray().Select(item => item.GetProperty("answer").GetProperty("solutions").GetString()!));
        }

        Assert.AreEqual(answers[0], answers[2]);
        Assert.AreEqual(answers[1], answers[3]);
        Assert.AreNotEqual(answers[0], answers[1]);
    }

    [TestMethod]
    public async Task AHeldProblemIsCancelledAndAFinishedOneIsNot()
    {
        await using LeapStubServer server = await StartAsync();
        server.Faults.Add(new StubFault(StubFaultKind.Hold, StubCall.Solve));
        JsonElement items = await PostAsync(server, $"[{JobOf("{}")}, {JobOf("{}")}]");
        string[] ids = [.. items.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
        await GetAsync(server, $"problems/?id={ids[1]}&timeout=30", "problems");

        string list = $"""["{ids[0]}", "{ids[1]}", "none"]""";
        JsonElement cancelled = await SendAsync(server, HttpMethod.Delete, "problems/", "problems", list);

        Assert.AreEqual("CANCELLED", cancelled[0].GetProperty("status").GetString());
        Assert.AreEqual(409, cancelled[1].GetProperty("error_code").GetInt32());
        Assert.AreEqual(404, cancelled[2].GetProperty("error_code").GetInt32());
    }

    [TestMethod]
    public async Task WantsTheTokenAndTheMediaType()
    {
        await using LeapStubServer server = await StartAsync();
        using var http = new HttpClient { BaseAddress = new(server.Endpoint) };

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await http.GetAsync("solvers/remote/")).StatusCode);
        http.DefaultRequestHeaders.Add("X-Auth-Token", server.Options.Token);
        Assert.AreEqual(HttpStatusCode.UnsupportedMediaType, (await http.GetAsync("solvers/remote/")).StatusCode);
        http.DefaultRequestHeaders.Add("Accept", "application/vnd.dwave.sapi.solver-definition-list+json; version=2.0.0");
        Assert.AreEqual(HttpStatusCode.UnsupportedMediaType, (await http.GetAsync("solvers/remote/")).StatusCode);
    }

    [TestMethod]
    public async Task SolversHaveFiltersAndTags()
    {
        await using LeapStubServer server = await StartAsync();
        JsonElement all = await GetAsync(
            server, "solvers/remote/?filter=all,-status,-avg_load,-properties.couplers", "solver-definition-list");
        Assert.IsFalse(all[0].TryGetProperty("status", out _));
        Assert.IsFalse(all[0].GetProperty("properties").TryGetProperty("couplers", out _));
        Assert.AreEqual(48, all[0].GetProperty("properties").GetProperty("qubits").GetArrayLength());
        JsonElement some = await GetAsync(server, "solvers/remote/?filter=none,%2Bidentity,%2Bstatus", "solver-definition-list");
        Assert.AreEqual(2, some[0].EnumerateObject().Count());

        using HttpRequestMessage again = Message(server, HttpMethod.Get, "solvers/remote/stub_zephyr_1_4", "solver-definition");
        using var http = new HttpClient();
        using HttpResponseMessage first = await http.SendAsync(again);
        using HttpRequestMessage conditional = Message(server, HttpMethod.Get, "solvers/remote/stub_zephyr_1_4", "solver-definition");
        conditional.Headers.Add("If-None-Match", first.Headers.ETag!.ToString());
        Assert.AreEqual(HttpStatusCode.NotModified, (await http.SendAsync(conditional)).StatusCode);
        Assert.IsTrue(first.Headers.ETag.IsWeak);
    }

    [TestMethod]
    public async Task TakesZlibAndRefusesAStaleGraph()
    {
        await using LeapStubServer server = await StartAsync();
        StubSolver solver = server.Solvers.Single();
        string version = $"\"version\": {{\"graph_id\": \"{solver.GraphId}\"}}, \"name\"";
        string job = JobOf("{}").Replace("\"name\"", version, StringComparison.Ordinal);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Encoding.UTF8.GetBytes($"[{job}]"));
        }

        using HttpRequestMessage message = Message(server, HttpMethod.Post, "problems/", "problems");
        message.Content = new ByteArrayContent(packed.ToArray());
        message.Content.Headers.Add("Content-Encoding", "deflate");
        using var http = new HttpClient();
        using HttpResponseMessage taken = await http.SendAsync(message);
        StringAssert.Contains(await taken.Content.ReadAsStringAsync(), "PENDING");

        server.Replace(solver.After([0], []));
        JsonElement stale = await PostAsync(server, $"[{job}]");
        StringAssert.Contains(stale[0].GetProperty("error_msg").GetString(), $"Working graph {solver.GraphId}");
    }

    [TestMethod]
    public async Task FaultsComeAsAsked()
    {
        await using LeapStubServer server = await StartAsync();
        server.Faults.Add(
            new StubFault(StubFaultKind.Status, StubCall.Submit) { Code = 429, RetryAfter = "2" },
            new StubFault(StubFaultKind.DropBefore, StubCall.Submit),
            new StubFault(StubFaultKind.DropAfter, StubCall.Submit),
            new StubFault(StubFaultKind.HalfAnswer, StubCall.Submit));
        using var http = new HttpClient();

        string jobs = $"[{JobOf("{}")}]";
        using HttpResponseMessage busy = await http.SendAsync(Message(server, HttpMethod.Post, "problems/", "problems", jobs));
        Assert.AreEqual(HttpStatusCode.TooManyRequests, busy.StatusCode);
        Assert.AreEqual(TimeSpan.FromSeconds(2), busy.Headers.RetryAfter!.Delta);
        int[] accepted = new int[3];
        for (int k = 0; k < 3; k++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(
                () => http.SendAsync(Message(server, HttpMethod.Post, "problems/", "problems", jobs)));
            accepted[k] = server.Counters.Submissions;
        }

        CollectionAssert.AreEqual((int[])[0, 1, 2], accepted);
        Assert.AreEqual(4, server.Counters.Calls(StubCall.Submit));
        Assert.AreEqual("twice", string.Join(',', await RepeatedAsync(server)));
    }

    [TestMethod]
    public async Task RunsInATestServer()
    {
        await using LeapStubServer server = await LeapStubServer.StartAsync(Small, host => host.UseTestServer());
        using HttpClient http = ((TestServer)server.Server).CreateClient();

        using HttpRequestMessage question = Message(server, HttpMethod.Get, "solvers/remote/", "solver-definition-list");
        using HttpResponseMessage answer = await http.SendAsync(question);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(
            "application/vnd.dwave.sapi.solver-definition-list+json; version=3.0.0", answer.Content.Headers.ContentType!.ToString());
    }

    private static async Task<IEnumerable<string>> RepeatedAsync(LeapStubServer server)
    {
        await PostAsync(server, $"[{JobOf("{}", "once")}, {JobOf("{}", "twice")}, {JobOf("{}", "twice")}]");
        return server.Counters.RepeatedLabels.Where(label => label.Length > 0);
    }

    private static Task<LeapStubServer> StartAsync() => LeapStubServer.StartAsync(Small);

    /// <summary>A problem on qubits 0 and 24: h = 0.25 twice, J = -0.5.</summary>
    private static string JobOf(string parameters, string label = "")
    {
        double[] linear = [.. Enumerable.Range(0, 48).Select(qubit => qubit is 0 or 24 ? 0.25 : double.NaN)];
        return Job.Replace("PARAMS", parameters, StringComparison.Ordinal).Replace("LABEL", label, StringComparison.Ordinal)
            .Replace("LIN", Convert.ToBase64String(MemoryMarshal.AsBytes<double>(linear)), StringComparison.Ordinal);
    }

    private static T[] MemoryOf<T>(JsonElement answer, string name)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(answer.GetProperty(name).GetBytesFromBase64()).ToArray();

    private static HttpRequestMessage Message(LeapStubServer server, HttpMethod method, string path, string type, string? body = null)
    {
        var message = new HttpRequestMessage(method, server.Endpoint + path) { Content = body is null ? null : new StringContent(body) };
        message.Headers.Add("X-Auth-Token", server.Options.Token);
        message.Headers.Add("Accept", $"application/vnd.dwave.sapi.{type}+json; version=3");
        return message;
    }

    private static Task<JsonElement> GetAsync(LeapStubServer server, string path, string type) =>
        SendAsync(server, HttpMethod.Get, path, type);

    private static Task<JsonElement> PostAsync(LeapStubServer server, string jobs) =>
        SendAsync(server, HttpMethod.Post, "problems/", "problems", jobs);

    private static async Task<JsonElement> SendAsync(
        LeapStubServer server, HttpMethod method, string path, string type, string? body = null)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.SendAsync(Message(server, method, path, type, body));
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
    }
}
