using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>Health, metrics, the document of the endpoints, and options.</summary>
[TestClass]
public sealed class HostTests
{
    private static readonly ServiceHost Host = new();

    [ClassCleanup]
    public static void Stop() => Host.Dispose();

    [TestMethod]
    [DataRow("/healthz")]
    [DataRow("/healthz/live")]
    [DataRow("/healthz/ready")]
    public async Task IsHealthy(string path) => Assert.AreEqual("Healthy", await Host.CreateClient().GetStringAsync(path));

    [TestMethod]
    public async Task TheDocumentHasTheEndpoints()
    {
        JsonElement document = await Host.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        string[] endpoints = [.. from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            let answers = method.Value.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order()
            select $"{method.Name} {path.Name} {string.Join(' ', answers)}"];
        string[] expected =
        [
            "get /generate 200 400 503", "post /generate 200 400 503", "get /generate.png 200 400 503", "post /encode 200 400 503",
            "post /score 200 400 503",
        ];
        CollectionAssert.AreEquivalent(expected, endpoints, string.Join(", ", endpoints));
    }

    [TestMethod]
    public async Task MetricsAreThoseOfQueuesAndOfAspNet()
    {
        HttpClient client = Host.CreateClient();
        await client.ScoreAsync(Requests.Rows(3)).ReadAsync<ScoreResponse>();
        string metrics = await client.GetStringAsync("/metrics");
        foreach (string expected in (string[])
            ["bmvae_requests_queued", "bmvae_batch_rows_bucket", "bmvae_batch_duration_seconds_bucket", "http_server_request_duration"])
        {
            Assert.Contains(expected, metrics);
        }
    }

    [TestMethod]
    [DataRow("QueueLength", "0", "Option 'Serving:QueueLength': expected 1 to 100000, got 0.")]
    [DataRow("RequestRows", "65", "Option 'Serving:RequestRows': expected 1 to 64, got 65.")]
    [DataRow("MaxSweeps", "-1", "Option 'Serving:MaxSweeps': expected 0 to 100000, got -1.")]
    [DataRow("Workers", "0", "Option 'Serving:Workers': expected 1 to 256, got 0.")]
    [DataRow("Generator", "no.onnx", "Option 'Serving:Generator': expected an ONNX file, got 'no.onnx', which does not exist.")]
    [DataRow("Autoencoder", "no", "Option 'Serving:Autoencoder': expected an ONNX file, got 'no', which does not exist.")]
    public void OptionsThatCannotWorkAreRefusedAtTheStart(string name, string value, string fault) =>
        Assert.AreEqual(fault, ServiceHost.Refusal<OptionsValidationException>((name, value)).Message);

    [TestMethod]
    public void ThePageHasEveryOptionWithItsDefault()
    {
        string page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "deployment.md"));
        var defaults = new ServingOptions();
        foreach (PropertyInfo option in typeof(ServingOptions).GetProperties().Where(option => option.PropertyType == typeof(int)))
        {
            string value = option.Name == nameof(defaults.Workers) ? "processors" : $"{option.GetValue(defaults):N0}";
            Assert.Contains($"| `{option.Name}` | {value} |", page);
        }
    }

    [TestMethod]
    public async Task AModelThatIsNotGivenHasNoEndpoints()
    {
        using var drawing = new ServiceHost { Options = { ["Autoencoder"] = "" } };
        await drawing.CreateClient().GetAsync("/generate?class=left").ReadAsync<GenerateResponse>();
        await drawing.CreateClient().ScoreAsync(Requests.Rows(1)).ProblemAsync(404);
        Assert.AreEqual("Healthy", await drawing.CreateClient().GetStringAsync("/healthz"));

        using var scoring = new ServiceHost { Options = { ["Generator"] = "" } };
        await scoring.CreateClient().ScoreAsync(Requests.Rows(1)).ReadAsync<ScoreResponse>();
        await scoring.CreateClient().GetAsync("/generate?class=left").ProblemAsync(404);

        Assert.AreEqual(
            "Options 'Serving': expected a Generator, an Autoencoder or both, got neither.",
            ServiceHost.Refusal<OptionsValidationException>(("Generator", ""), ("Autoencoder", "")).Message);
    }

    [TestMethod]
    [DataRow("QueueLength", "long")]
    [DataRow("QueueLenght", "4")]
    public void OptionsThatCannotBeReadAreRefusedAtTheStart(string name, string value) =>
        Assert.Contains(name, ServiceHost.Refusal<InvalidOperationException>((name, value)).Message);

    [TestMethod]
    public void AFileOfAnotherKindIsRefusedAtTheStart() => Assert.Contains(
        $"Model '{ServedFiles.Autoencoder}': expected an output 'Features'",
        ServiceHost.Refusal<InvalidDataException>(("Generator", ServedFiles.Autoencoder)).Message);
}
