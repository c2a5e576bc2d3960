using System.Net.Http.Headers;

namespace MLNetQuantumPrior.Leap;

/// <summary>A kind of body of the service.</summary>
/// <param name="Name">Its name in headers.</param>
/// <param name="Version">The version to ask for, of whose major version the answer must be.</param>
internal sealed record MediaType(string Name, Version Version)
{
    public static MediaType Solvers { get; } = Sapi("solver-definition-list");

    public static MediaType Problems { get; } = Sapi("problems");

    public static MediaType Problem { get; } = Sapi("problem");

    public static MediaType Regions { get; } = new("application/vnd.dwave.metadata.regions+json", new(1, 0, 0));

    public MediaTypeWithQualityHeaderValue Accepted => new(Name) { Parameters = { new("version", $"{Version}") } };

    public bool Fits(MediaTypeHeaderValue? type) =>
        string.Equals(type?.MediaType, Name, StringComparison.OrdinalIgnoreCase)
        && type!.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value is { } text
        && text.Trim('"').Split('.')[0] == $"{Version.Major}";

    private static MediaType Sapi(string name) => new($"application/vnd.dwave.sapi.{name}+json", new(3, 0, 0));
}
