using System.Net.Http.Headers;

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

    /// <summary>Method and path: no query, in which labels may be.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}
