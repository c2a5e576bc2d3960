using System.Net.Http.Json;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>Many requests at once.</summary>
[TestClass]
[DoNotParallelize]
public sealed class LoadTests
{
    private const int Clients = 1000;

    private static readonly ServiceHost Host = new() { Options = { ["QueueLength"] = $"{Clients}", ["Workers"] = "2" } };

    [ClassCleanup]
    public static void Stop() => Host.Dispose();

    [TestMethod]
    public async Task EachOfAThousandDrawsIsTheOneThatItIsAloneAndInCSharp()
    {
        HttpClient client = Host.CreateClient();
        GeneratorRow[] rows = [.. Enumerable.Range(0, Clients).Select(
            k => new GeneratorRow(k % 2, Id: 7 * k, Seed: k % 5, Sweeps: k % 7, Beta: 0.5f + (k % 3)))];
        GenerateResponse[] answers = await Task.WhenAll(rows.Select(row => client.PostAsJsonAsync(
            "/generate", new { @class = row.Class, firstId = row.Id, seed = row.Seed, sweeps = row.Sweeps, beta = row.Beta })
            .ReadAsync<GenerateResponse>()));
        PortableDraws twin = PortableGenerator.Load(ServedFiles.Generator).Draw(
            [.. rows.Select(row => new PortableRow(row.Class, row.Id, row.Seed, row.Sweeps, row.Beta))]);
        for (int k = 0; k < Clients; k++)
        {
            GeneratedRow alone = Host.Get<GeneratorModel>().Run([rows[k]])[0], served = answers[k].Rows.Single();
            Assert.AreEqual(alone.Id, served.Id);
            CollectionAssert.AreEqual(alone.Bits, served.Bits, $"{rows[k]}");
            CollectionAssert.AreEqual(twin[k].ToArray(), served.Bits, $"{rows[k]}");
            Assert.IsLessThan(1e-5, Difference(alone.Features, served.Features), $"{rows[k]}");
        }
    }

    [TestMethod]
    public async Task EachOfAThousandCodesAndScoresIsTheOneThatItIsAlone()
    {
        HttpClient client = Host.CreateClient();
        float[][] rows = Requests.Rows(Clients / 2);
        Task<EncodeResponse>[] codes = [.. rows.Select(row => client.PostAsJsonAsync("/encode", new { rows = (float[][])[row] })
            .ReadAsync<EncodeResponse>())];
        Task<ScoreResponse>[] scores = [.. rows.Select(row => client.ScoreAsync([row]).ReadAsync<ScoreResponse>())];
        for (int k = 0; k < rows.Length; k++)
        {
            CodedRow alone = Host.Get<AutoencoderModel>().Run([rows[k]])[0];
            CollectionAssert.AreEqual(alone.Bits, (await codes[k]).Bits.Single());
            Assert.AreEqual(alone.Score.OutlierScore!.Value, (await scores[k]).Rows.Single().OutlierScore!.Value, 1e-4);
        }
    }

    /// <summary>The command "service" of the experiments sends 10,000 to a large model in a process of its own.</summary>
    [TestMethod]
    public async Task MemoryIsFlat()
    {
        const int AtOnce = 100, MostGrowth = 10_000_000;
        HttpClient client = Host.CreateClient();
        await AskAsync(client, 1000, AtOnce);
        long managed = GC.GetTotalMemory(forceFullCollection: true), resident = Environment.WorkingSet;
        await AskAsync(client, 3000, AtOnce);
        Assert.IsLessThan(MostGrowth, GC.GetTotalMemory(forceFullCollection: true) - managed, "bytes on the heap");
        Assert.IsLessThan(2 * MostGrowth, Environment.WorkingSet - resident, "bytes in all");
    }

    private static Task AskAsync(HttpClient client, int requests, int atOnce) => Parallel.ForAsync(
        0, requests, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (k, cancel) =>
        {
            float[][] rows = Requests.Rows(16, seed: k);
            await (k % 2 == 0
                ? client.ScoreAsync(rows, cancel).ReadAsync<ScoreResponse>() as Task
                : client.GetAsync($"/generate?class=left&count=16&firstId={k}&sweeps=2", cancel).ReadAsync<GenerateResponse>());
        });

    private static double Difference(float[] one, float[] other) => one.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second));
}
