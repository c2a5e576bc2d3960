using System.Net.Http.Json;
using System.Text.Json;
using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>What tests ask the service.</summary>
internal static class Requests
{
    /// <summary>Pictures that the model was not trained on.</summary>
    public static float[][] Rows(int count, int seed = 2) => [.. Picture.Draw(count, seed).Select(picture => picture.Features)];

    public static Task<HttpResponseMessage> ScoreAsync(this HttpClient client, float[][] rows, CancellationToken cancel = default) =>
        client.PostAsJsonAsync("/score", new { rows }, cancel);

    public static async Task<T> ReadAsync<T>(this Task<HttpResponseMessage> answer)
    {
        using HttpResponseMessage response = await answer;
        Assert.AreEqual(200, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    /// <summary>The problem details of an answer that must have this status.</summary>
    public static async Task<JsonElement> ProblemAsync(this Task<HttpResponseMessage> answer, int status)
    {
        using HttpResponseMessage response = await answer;
        Assert.AreEqual(status, (int)response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Lets others work until something is so; fails if it never is.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        for (int tries = 0; !isSo(); tries++)
        {
            Assert.IsLessThan(100_000, tries);
            await Task.Delay(1);
        }
    }
}
