using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>How conditions compare what a solver has with what is wanted.</summary>
internal static class JsonComparison
{
    /// <summary>Not a number, which no comparison holds for, where the two are not of one kind.</summary>
    public static double Compare(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => a.GetDouble().CompareTo(b.GetDouble()),
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(a.GetString(), b.GetString()),
        _ => double.NaN,
    };

    public static bool Covers(JsonElement range, JsonElement value)
    {
        (double Low, double High)? inner = value.ValueKind == JsonValueKind.Number ? (value.GetDouble(), value.GetDouble()) : Range(value);
        return Range(range) is { } outer && inner is { } part && outer.Low <= part.Low && part.High <= outer.High;
    }

    public static (double Low, double High)? Range(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
        && value[0].ValueKind == JsonValueKind.Number && value[1].ValueKind == JsonValueKind.Number
            ? (Math.Min(value[0].GetDouble(), value[1].GetDouble()), Math.Max(value[0].GetDouble(), value[1].GetDouble()))
            : null;

    public static bool Contains(JsonElement all, JsonElement value) => all.ValueKind switch
    {
        JsonValueKind.Array => all.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)),
        JsonValueKind.String => value.ValueKind == JsonValueKind.String
            && all.GetString()!.Contains(value.GetString()!, StringComparison.Ordinal),
        JsonValueKind.Object => value.ValueKind == JsonValueKind.String && all.TryGetProperty(value.GetString()!, out _),
        _ => false,
    };

    public static bool IsSubset(JsonElement part, JsonElement all)
    {
        if (part.ValueKind != JsonValueKind.Array || all.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var texts = all.EnumerateArray().Select(item => item.GetRawText().Replace(" ", "", StringComparison.Ordinal)).ToHashSet();
        return part.EnumerateArray().All(item => texts.Contains(item.GetRawText().Replace(" ", "", StringComparison.Ordinal)));
    }
}
