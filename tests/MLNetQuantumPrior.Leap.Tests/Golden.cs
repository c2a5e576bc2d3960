using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>What the vendor's own coders made of given inputs.</summary>
internal static class Golden
{
    public static JsonElement Data { get; } = Load();

    private static JsonElement Load()
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream("golden.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
