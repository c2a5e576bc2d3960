using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The service sample under load: requests per second, wrong and lost answers, overload, memory.</summary>
internal static class ServiceEvaluation
{
    private const int Clients = 1000, ShortQueue = 64, LongRun = 10_000, AtOnce = 100;
    private const string Long = "queue of 1000", Short = "queue of 64";

    /// <summary>Serves the model of digits, and writes service.json.</summary>
    /// <exception cref="InvalidDataException">An answer is wrong or missing.</exception>
    public static async Task RunAsync(string folder, CancellationToken cancel)
    {
        DirectoryInfo files = Directory.CreateTempSubdirectory("service");
        var rows = new List<ResultRow>();
        try
        {
            BmVaeModel model = BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae"));
            var options = new Dictionary<string, string>
            {
                ["Generator"] = Path.Combine(files.FullName, "generator.onnx"),
                ["Autoencoder"] = Path.Combine(files.FullName, "autoencoder.onnx"),
            };
            model.SaveGeneratorOnnx(options["Generator"]);
            model.SaveAutoencoderOnnx(options["Autoencoder"]);
            using (ServiceProcess service = ServiceProcess.Start(
                new Dictionary<string, string>(options) { ["QueueLength"] = $"{Clients}" }))
            {
                await LoadAsync(service, rows, cancel);
                await MemoryAsync(service, rows, cancel);
            }

            using (ServiceProcess service = ServiceProcess.Start(
                new Dictionary<string, string>(options) { ["QueueLength"] = $"{ShortQueue}" }))
            {
                await OverloadAsync(service, rows, cancel);
            }
        }
        finally
        {
            files.Delete(recursive: true);
        }

        var results = Results.Of("tests/MLNetQuantumPrior.Experiments", rows);
        results.Print();
        results.Write(Path.Combine(folder, "service.json"));
        if (rows.FirstOrDefault(row => row.Metric is "wrong" or "lost" && row.Value > 0) is { } fault)
        {
            throw new InvalidDataException($"{fault.Method}, {fault.Set}: expected none {fault.Metric}, got {fault.Value}.");
        }
    }

    /// <summary>All clients at once, then one after the other: what shares a batch must not matter.</summary>
    private static async Task LoadAsync(ServiceProcess service, List<ResultRow> rows, CancellationToken cancel)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(k => DrawAsync(service, k, cancel))); // connections, compilation
        long start = Stopwatch.GetTimestamp();
        float[][] together = await Task.WhenAll(Enumerable.Range(0, Clients).Select(k => DrawAsync(service, k, cancel)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int wrong = 0;
        for (int k = 0; k < Clients; k++)
        {
            float[] alone = await DrawAsync(service, k, cancel);
            wrong += alone.Zip(together[k]).Any(pair => !(Math.Abs(pair.First - pair.Second) <= 1e-5)) ? 1 : 0;
        }

        rows.Add(Row(Long, "1000 at once", "requestsPerSecond", Clients / seconds));
        rows.Add(Row(Long, "1000 at once", "wrong", wrong));
    }

    /// <summary>Half of the requests first: what the heap and the arena of the model keep is there then.</summary>
    private static async Task MemoryAsync(ServiceProcess service, List<ResultRow> rows, CancellationToken cancel)
    {
        await DrawAsync(LongRun / 2);
        rows.Add(Row(Long, "100 at once", "residentMbBefore", service.ResidentMb));
        long start = Stopwatch.GetTimestamp();
        await DrawAsync(LongRun);
        rows.Add(Row(Long, "100 at once", "requestsPerSecond", LongRun / Stopwatch.GetElapsedTime(start).TotalSeconds));
        rows.Add(Row(Long, "100 at once", "residentMbAfter", service.ResidentMb));

        Task DrawAsync(int requests) => Parallel.ForAsync(
            0,
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (k, stop) => await ServiceEvaluation.DrawAsync(service, k, stop));
    }

    private static async Task OverloadAsync(ServiceProcess service, List<ResultRow> rows, CancellationToken cancel)
    {
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(k => service.Client.GetAsync(Address(k), cancel)));
        int drawn = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        int refused = answers.Count(
            answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);
        rows.Add(Row(Short, "1000 at once", "drawn", drawn));
        rows.Add(Row(Short, "1000 at once", "refused", refused));
        rows.Add(Row(Short, "1000 at once", "lost", Clients - drawn - refused));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    private static async Task<float[]> DrawAsync(ServiceProcess service, int k, CancellationToken cancel)
    {
        JsonElement answer = await service.Client.GetFromJsonAsync<JsonElement>(Address(k), cancel);
        return answer.GetProperty("rows")[0].GetProperty("features").Deserialize<float[]>()!;
    }

    private static string Address(int k) => $"/generate?class={k % 10}&firstId={k}&sweeps=20";

    private static ResultRow Row(string set, string method, string metric, double value) => new(set, method, metric, Seed: 0, value);
}
