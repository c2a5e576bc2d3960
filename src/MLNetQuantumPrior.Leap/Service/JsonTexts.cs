using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>Texts of JSON objects of the service.</summary>
internal static class JsonTexts
{
    /// <summary>A text; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The text is damaged.</exception>
    public static string? Of(JsonElement item, string name)
    {
        try
        {
            return item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement text)
                && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"Answer of the service, '{name}': expected Unicode text.", error);
        }
    }
}
