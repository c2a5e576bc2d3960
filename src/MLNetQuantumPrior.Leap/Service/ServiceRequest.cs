using System.Net.Http.Headers;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>One request, which can be sent more than once.</summary>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">What follows the endpoint, with the query.</param>
/// <param name="Type">The kind of answer.</param>
internal sealed record ServiceRequest(HttpMethod Method, string Path, MediaType Type)
{
    /// <summary>JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Tag of an earlier answer, which is not sent again if it still holds.</summary>
    public EntityTagHeaderValue? KnownTag { get; init; }

    public static ServiceRequest Get(string path, MediaType type) => new(HttpMethod.Get, path, type);
}

/// <summary>The answer to a request that succeeded.</summary>
/// <param name="Json">The body; nothing where <see cref="IsUnchanged"/>.</param>
/// <param name="Tag">Tag of the body.</param>
/// <param name="MaxAge">For how long the body may be kept; null where the service does not say.</param>
internal sealed record ServiceReply(JsonElement Json, EntityTagHeaderValue? Tag, TimeSpan? MaxAge)
{
    /// <summary>Whether the answer with <see cref="ServiceRequest.KnownTag"/> still holds.</summary>
    public bool IsUnchanged { get; init; }
}
