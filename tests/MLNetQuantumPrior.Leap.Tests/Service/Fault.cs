using System.Net;
using System.Net.Http.Headers;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>What goes wrong with one request: given the true answer as a function, what happens instead.</summary>
internal delegate Task<HttpResponseMessage> Fault(Func<HttpResponseMessage> answer, CancellationToken cancel);

internal static class Faults
{
    public static Fault Status(int code, string body = "", TimeSpan? retryAfter = null) => (_, _) =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body) };
        response.Headers.RetryAfter = retryAfter is { } pause ? new(pause) : null;
        return Task.FromResult(response);
    };

    public static Fault DroppedBefore { get; } = (_, _) => throw new HttpRequestException("dropped");

    public static Fault DroppedAfter { get; } = (answer, _) =>
    {
        answer().Dispose();
        throw new HttpRequestException("dropped");
    };

    /// <summary>No answer until the client gives up, which it does at once. No other request may be under way.</summary>
    public static Fault Slow(TestTime time, bool accepts = false) => async (answer, cancel) =>
    {
        if (accepts)
        {
            answer().Dispose();
        }

        time.PassTimeout();
        await Task.Delay(TimeSpan.FromMinutes(1), cancel);
        throw new InvalidOperationException("expected a client that gives up");
    };

    public static Fault Half { get; } = async (answer, cancel) =>
    {
        HttpResponseMessage response = answer();
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel);
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        response.Content = new ByteArrayContent(body[..(body.Length / 2)]) { Headers = { ContentType = type } };
        return response;
    };

    public static Fault Type(string type) => (answer, _) =>
    {
        HttpResponseMessage response = answer();
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Task.FromResult(response);
    };

    public static Fault Body(string body) => (answer, _) =>
    {
        HttpResponseMessage response = answer();
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        response.Content = new StringContent(body) { Headers = { ContentType = type } };
        return Task.FromResult(response);
    };

    /// <summary>The true answer with another text.</summary>
    public static Fault Changed(Func<string, string> change) => async (answer, cancel) =>
    {
        HttpResponseMessage response = answer();
        return await Body(change(await response.Content.ReadAsStringAsync(cancel)))(() => response, cancel);
    };
}
