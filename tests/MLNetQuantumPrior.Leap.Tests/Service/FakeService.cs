using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The service in memory: it answers each problem with spins that are all +1, and fails as it is asked to.</summary>
internal sealed class FakeService : HttpMessageHandler
{
    public const string Token = "SECRET-0123456789";

    private readonly ConcurrentDictionary<string, JsonObject> _problems = [];
    private readonly List<(string Request, Fault Fault)> _faults = [];
    private readonly Lock _lock = new();

    /// <summary>Method and path with its query of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Accepted jobs.</summary>
    public ConcurrentQueue<JsonElement> Jobs { get; } = [];

    public ConcurrentQueue<string> Cancelled { get; } = [];

    public JsonArray Solvers { get; } = JsonNode.Parse(Golden.Data.GetProperty("solvers").GetRawText())!.AsArray();

    /// <summary>Status of a problem when it is asked for.</summary>
    public Func<string, string> Status { get; set; } = _ => "COMPLETED";

    /// <summary>More about each answer.</summary>
    public Action<HttpRequestMessage, HttpResponseMessage> Decorate { get; set; } = (_, _) => { };

    /// <summary>The next request that starts so fails. Faults of the same start follow each other.</summary>
    public void Fail(string request, params Fault[] faults)
    {
        lock (_lock)
        {
            _faults.AddRange(faults.Select(fault => (request, fault)));
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        string address = Uri.UnescapeDataString(request.RequestUri!.PathAndQuery);
        string name = $"{request.Method} {address.Replace("/sapi/", "", StringComparison.Ordinal)}";
        Requests.Enqueue(name);
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancel);
        if (request.Content?.Headers.ContentEncoding.Contains("deflate") == true)
        {
            using var plain = new MemoryStream();
            using var zlib = new ZLibStream(new MemoryStream(body), CompressionMode.Decompress);
            zlib.CopyTo(plain);
            body = plain.ToArray();
        }

        Fault? fault = null;
        lock (_lock)
        {
            int place = _faults.FindIndex(pair => name.StartsWith(pair.Request, StringComparison.Ordinal));
            if (place >= 0)
            {
                fault = _faults[place].Fault;
                _faults.RemoveAt(place);
            }
        }

        return fault is null ? Respond() : await fault(Respond, cancel);

        HttpResponseMessage Respond()
        {
            HttpResponseMessage response = Answer(request, body);
            Decorate(request, response);
            return response;
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        if (!request.Headers.TryGetValues("X-Auth-Token", out IEnumerable<string>? tokens) || tokens.Single() != Token)
        {
            return new(HttpStatusCode.Unauthorized) { Content = new StringContent($"Invalid token {tokens?.FirstOrDefault()}") };
        }

        string[] path = request.RequestUri!.AbsolutePath.Replace("/sapi/", "", StringComparison.Ordinal)
            .Split('/', StringSplitOptions.RemoveEmptyEntries);
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        return (request.Method.Method, path) switch
        {
            ("GET", ["solvers", "remote"]) => List(request, query["filter"]!),
            ("POST", ["problems"]) => Json(request, new JsonArray([.. JsonNode.Parse(body)!.AsArray().Select(Submit)])),
            ("GET", ["problems"]) when query["label"] is { } label =>
                Json(request, new JsonArray([.. _problems.Values.Where(p => (string?)p["label"] == label).Select(p => p.DeepClone())])),
            ("GET", ["problems"]) => Json(request, new JsonArray([.. query["id"]!.Split(',').Select(id => Find(id, withAnswer: false))])),
            ("GET", ["problems", var id]) when _problems.ContainsKey(id) => Json(request, Find(id, withAnswer: true)),
            ("DELETE", ["problems"]) => Json(request, new JsonArray([.. JsonNode.Parse(body)!.AsArray().Select(Cancel)])),
            _ => new(HttpStatusCode.NotFound) { Content = new StringContent("""{"error_code": 404, "error_msg": "Nothing here."}""") },
        };
    }

    private HttpResponseMessage List(HttpRequestMessage request, string filter)
    {
        bool isDynamic = filter == "none,+identity,+status,+avg_load";
        Assert.IsTrue(isDynamic || filter == "all,-status,-avg_load", filter);
        var solvers = (JsonArray)Solvers.DeepClone();
        foreach (JsonObject solver in solvers.OfType<JsonObject>())
        {
            foreach (string field in solver.Select(pair => pair.Key).ToArray())
            {
                if (field != "identity" && (field is "status" or "avg_load") != isDynamic)
                {
                    solver.Remove(field);
                }
            }
        }

        var tag = new EntityTagHeaderValue($"\"{solvers.ToJsonString().GetHashCode(StringComparison.Ordinal)}\"", isWeak: true);
        HttpResponseMessage response = request.Headers.IfNoneMatch.Contains(tag) ? new(HttpStatusCode.NotModified) : Json(request, solvers);
        response.Headers.ETag = tag;
        return response;
    }

    private JsonNode Submit(JsonNode? job)
    {
        Jobs.Enqueue(JsonElement.Parse(job!.ToJsonString()));
        string id = $"id-{Jobs.Count}";
        var problem = new JsonObject
        {
            ["id"] = id,
            ["type"] = "ising",
            ["label"] = job["label"]!.DeepClone(),
            ["solver"] = job["solver"]!.DeepClone(),
            ["status"] = "PENDING",
            ["submitted_on"] = "2026-01-01T00:00:00Z",
        };
        _problems[id] = (JsonObject)problem.DeepClone();
        _problems[id]["job"] = job.DeepClone();
        return problem;
    }

    private JsonNode? Cancel(JsonNode? id)
    {
        Cancelled.Enqueue((string)id!);
        return Status((string)id!) == "PENDING"
            ? new JsonObject { ["id"] = (string)id!, ["status"] = "CANCELLED" }
            : new JsonObject { ["error_code"] = 202, ["error_msg"] = "Attempting to cancel problem in progress." };
    }

    private JsonObject? Find(string id, bool withAnswer)
    {
        if (!_problems.TryGetValue(id, out JsonObject? problem))
        {
            return null;
        }

        var item = (JsonObject)problem.DeepClone();
        item.Remove("job");
        string status = Status(id);
        item["status"] = status;
        if (status == "FAILED")
        {
            item["error_message"] = "out of helium";
        }

        if (withAnswer && status == "COMPLETED")
        {
            item["answer"] = JsonNode.Parse(AllUp(problem["job"]!).GetRawText());
        }

        return item;
    }

    private JsonElement AllUp(JsonNode job)
    {
        JsonNode solver = Solvers.Single(solver => (string?)solver!["identity"]!["name"] == (string?)job["solver"]!["name"])!;
        int[] qubits = [.. solver["properties"]!["qubits"]!.AsArray().Select(qubit => (int)qubit!)];
        double[] linear = Doubles((string)job["data"]!["lin"]!);
        double[] quadratic = Doubles((string)job["data"]!["quad"]!);
        int[] active = [.. qubits.Where((_, k) => !double.IsNaN(linear[k]))];
        int reads = (int)job["params"]!["num_reads"]!;
        double energy = linear.Where(field => !double.IsNaN(field)).Sum() + quadratic.Sum();
        return FakeAnswer.Of(
            (int)solver["properties"]!["num_qubits"]!,
            active,
            [.. Enumerable.Repeat((sbyte)1, reads * active.Length)],
            [.. Enumerable.Repeat(energy, reads)]);
    }

    private static double[] Doubles(string base64) => [.. Convert.FromBase64String(base64).Chunk(sizeof(double))
        .Select(number => BinaryPrimitives.ReadDoubleLittleEndian(number))];

    private static HttpResponseMessage Json(HttpRequestMessage request, JsonNode? json)
    {
        var content = new StringContent(json?.ToJsonString() ?? "null");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.Headers.Accept.Single().ToString());
        return new(HttpStatusCode.OK) { Content = content };
    }
}
