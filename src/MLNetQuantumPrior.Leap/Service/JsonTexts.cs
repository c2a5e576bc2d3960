using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace MLNetQuantumPrior.Leap;

/// <summary>Texts of JSON objects of the service.</summary>
internal static class JsonTexts
{
    private const int LongestShown = 40;

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789+-.eE,[] ");

    /// <summary>The JSON of a body.</summary>
    /// <exception cref="JsonException">It is none, or a name or a text in it is no Unicode.</exception>
    public static JsonElement Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new JsonException("expected UTF-8.");
        }

        // Halves of characters, which only escapes can write, would be an error of another kind wherever a name is looked for.
        if (body.AsSpan().IndexOf("\\u"u8) >= 0)
        {
            var reader = new Utf8JsonReader(body);
            string? name = null;
            try
            {
                while (reader.Read())
                {
                    string? text = reader.ValueIsEscaped || reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
                    name = reader.TokenType == JsonTokenType.PropertyName ? text : name;
                }
            }
            catch (InvalidOperationException error)
            {
                string place = name?.All(c => char.IsAsciiLetter(c) || c == '_') == true ? $" in '{name}'" : "";
                throw new JsonException($"expected Unicode text{place}.", error);
            }
        }

        return JsonElement.Parse(body);
    }

    /// <summary>What messages show of a value: short numbers and lists of such; of others, which may hold anything, the kind.</summary>
    public static string Shown(JsonElement value)
    {
        string text = value.ValueKind is JsonValueKind.Number or JsonValueKind.Array ? value.GetRawText() : "";
        return text.Length is > 0 and <= LongestShown && !text.AsSpan().ContainsAnyExcept(OfNumbers) ? text : $"another {value.ValueKind}";
    }

    /// <summary>A text; null where there is none.</summary>
    public static string? Of(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement text)
            && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
