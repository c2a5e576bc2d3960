using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Leap;

/// <summary>What is posted to a sampler behind an address.</summary>
/// <param name="Version">Of the protocol: 1.</param>
/// <param name="Labels">What each spin is called, such as the number of a qubit.</param>
/// <param name="H">One field a spin.</param>
/// <param name="I">First spin of each coupled pair, counted from 0 in the order of <paramref name="H"/>.</param>
/// <param name="J">The second.</param>
/// <param name="Couplings">The coupling of each pair.</param>
/// <param name="Offset">A constant that all energies include.</param>
/// <param name="Reads">How many configurations to draw.</param>
/// <param name="Beta">Draw from p(s) ~ exp(-beta E(s)).</param>
/// <param name="Seed">Of all randomness.</param>
internal sealed record HttpSampleRequest(
    int Version,
    ImmutableArray<int> Labels,
    double[] H,
    int[] I,
    int[] J,
    double[] Couplings,
    double Offset,
    int Reads,
    double Beta,
    ulong Seed)
{
    public static HttpSampleRequest Of(IsingModel model, SampleRequest request) => new(
        1,
        model.Graph.Labels,
        model.ExactFields(),
        [.. model.Graph.Edges.Select(edge => edge.I)],
        [.. model.Graph.Edges.Select(edge => edge.J)],
        model.ExactCouplings(),
        model.Offset,
        request.Reads,
        request.Beta,
        request.Seed);
}

/// <summary>How the documents are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpSampleRequest))]
[JsonSerializable(typeof(HttpSampleAnswer))]
internal sealed partial class HttpDocuments : JsonSerializerContext;
