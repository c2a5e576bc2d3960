using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Service;

/// <summary>Reads 7 as "7".</summary>
internal sealed class NameOrNumber : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => JsonElement.ParseValue(ref reader).GetRawText(),
        JsonTokenType.String => reader.GetString(),
        _ => throw new JsonException("expected a name or a number."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
