using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>The answer to a request that succeeded.</summary>
/// <param name="Json">The body; nothing where <see cref="IsUnchanged"/>.</param>
/// <param name="Tag">Tag of the body.</param>
/// <param name="MaxAge">For how long the body may be kept; null where the service does not say.</param>
internal sealed record ServiceReply(JsonElement Json, EntityTagHeaderValue? Tag, TimeSpan? MaxAge)
{
    /// <summary>Whether the answer with <see cref="ServiceRequest.KnownTag"/> still holds.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Takes an answer of success, and makes errors of others.</summary>
    /// <exception cref="LeapException">The service says that something is wrong.</exception>
    /// <exception cref="InvalidDataException">The answer is of another type, or no JSON.</exception>
    public static ServiceReply Of(
        ServiceRequest request, HttpResponseMessage response, byte[] body, ServiceLog log, TimeProvider time)
    {
        CacheControlHeaderValue? cache = response.Headers.CacheControl;
        TimeSpan? age = cache?.NoStore == true || cache?.NoCache == true ? TimeSpan.Zero : cache?.MaxAge;
        if (response.StatusCode == HttpStatusCode.NotModified && request.KnownTag is not null)
        {
            return new(default, request.KnownTag, age) { IsUnchanged = true };
        }

        if (!response.IsSuccessStatusCode)
        {
            throw Failure(request, response, body, log, time);
        }

        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        if (!request.Type.Fits(type))
        {
            throw new InvalidDataException(
                $"{request}: expected an answer of type '{request.Type.Accepted}', got '{log.Quoted($"{type}")}'.");
        }

        try
        {
            return new(JsonTexts.Parse(body), response.Headers.ETag, age);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{request}: expected JSON, got {body.Length} bytes that are none.", error);
        }
    }

    private static LeapException Failure(
        ServiceRequest request, HttpResponseMessage response, byte[] body, ServiceLog log, TimeProvider time)
    {
        int code = (int)response.StatusCode;
        string text = log.Quoted(ServiceErrors.Text(body));
        string advice = code switch
        {
            401 => " Check the token and the endpoint.",
            301 or 302 or 303 or 307 or 308 =>
                " Set the endpoint to the address it moved to; a redirect is not followed, as the token would go along.",
            _ => "",
        };
        RetryConditionHeaderValue? after = response.Headers.RetryAfter;
        TimeSpan? pause = after?.Delta ?? (after?.Date - time.GetUtcNow());
        return new($"{request}: the service answered {code}{(text.Length == 0 ? "" : $", '{text}'")}.{advice}")
        {
            Code = response.StatusCode,
            RetryAfter = pause is null ? null : TimeSpan.FromSeconds(Math.Clamp(pause.Value.TotalSeconds, 0, 3600)),
            IsTransient = LeapException.MayPass(code),
        };
    }
}
