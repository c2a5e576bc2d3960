using System.Net.Http.Json;

namespace MLNetQuantumPrior.Service.Tests;

[TestClass]
public sealed class RowTests
{
    private static readonly ServiceHost Host = new();

    [ClassCleanup]
    public static void Stop() => Host.Dispose();

    [TestMethod]
    public async Task BitsAreThoseOfTheFile()
    {
        float[][] rows = Requests.Rows(10);
        EncodeResponse response = await Host.CreateClient().PostAsJsonAsync("/encode", new { rows }).ReadAsync<EncodeResponse>();
        Assert.HasCount(10, response.Bits);
        for (int k = 0; k < rows.Length; k++)
        {
            CollectionAssert.AreEqual(Host.Get<AutoencoderModel>().Run([rows[k]])[0].Bits, response.Bits[k]);
        }
    }

    [TestMethod]
    public async Task TheStrangestRowHasTheHighestScoreAndTheLowestPValue()
    {
        float[][] rows = Requests.Rows(20);
        rows[3][7] = 20; // pixels are 0 or 1
        RowScore[] scores = (await Host.CreateClient().ScoreAsync(rows).ReadAsync<ScoreResponse>()).Rows;
        Assert.HasCount(20, scores);
        Assert.AreEqual(scores[3], scores.MaxBy(score => score.OutlierScore));
        Assert.AreEqual(scores.Min(score => score.PValue), scores[3].PValue);
        RowScore alone = Host.Get<AutoencoderModel>().Run([rows[3]])[0].Score;
        Assert.AreEqual(alone.Energy, scores[3].Energy, 1e-4f);
        Assert.AreEqual(alone.ReconstructionLoss, scores[3].ReconstructionLoss, 1e-3f);
    }

    [TestMethod]
    public async Task ARowWhoseScoresOverflowIsRefused()
    {
        using ServiceHost host = ChangedModel.Serve(
            rows => [rows[0], rows[1] with { Score = rows[1].Score with { Energy = float.NaN } }]);
        var problem = await host.CreateClient().ScoreAsync(Requests.Rows(2)).ProblemAsync(400);
        Assert.AreEqual(
            "Request 'rows[1]': expected features like those of the training data, got a row whose scores overflow.",
            problem.GetProperty("detail").GetString());
    }

    [TestMethod]
    public async Task NullIsAMissingFeatureAndScoresAreThoseThatAreSaid()
    {
        int missing = 0;
        using ServiceHost host = ChangedModel.Serve(
            rows => Array.ConvertAll(rows, row => row with { Score = new(1, 2, 3, 0.5f) }),
            rows => missing += rows.Sum(row => row.Count(float.IsNaN)));
        float?[] row = [.. Requests.Rows(1)[0].Select(value => (float?)value)];
        (row[3], row[8]) = (null, null);
        HttpResponseMessage answer = await host.CreateClient().PostAsJsonAsync("/score", new { rows = new[] { row } });
        Assert.AreEqual(
            """{"rows":[{"energy":1,"reconstructionLoss":2,"outlierScore":3,"pValue":0.5}]}""", await answer.Content.ReadAsStringAsync());
        Assert.AreEqual(2, missing);
    }
}
