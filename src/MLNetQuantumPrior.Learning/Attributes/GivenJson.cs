using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Conditions as JSON, for options in files: <c>{ "column": .., "kind": .., "values": [..], "parts": [..], "strength": .. }</c>. Infinite
/// bounds are text.
/// </summary>
internal sealed class GivenJson : JsonConverter<Given>
{
    /// <summary>What a file has of deeper ones nobody wrote by hand.</summary>
    private const int MostDepth = 16;

    public override Given Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            return Of(document.RootElement, depth: 0);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new JsonException($"expected a condition, got {error.Message}", error);
        }
    }

    public override void Write(Utf8JsonWriter writer, Given value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", value.Kind.ToString());
        if (value.Parts.IsEmpty)
        {
            writer.WriteString("column", value.Column);
            writer.WriteStartArray("values");
            foreach (object one in value.Values)
            {
                Write(writer, one);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartArray("parts");
            foreach (Given part in value.Parts)
            {
                Write(writer, part, options);
            }

            writer.WriteEndArray();
        }

        writer.WriteNumber("strength", value.Strength);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case double or DateTime:
                writer.WriteStartObject();
                writer.WriteString(value is double ? "number" : "date", value is double infinite
                    ? infinite.ToString(CultureInfo.InvariantCulture)
                    : ((DateTime)value).ToString("O", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue((string)value);
                break;
        }
    }

    private static Given Of(JsonElement json, int depth)
    {
        string name = json.GetProperty("kind").GetString() ?? "";
        if (!Enum.TryParse(name, out GivenKind kind) || !Enum.IsDefined(kind) || depth > MostDepth)
        {
            throw new FormatException($"a condition of kind '{name}' at depth {depth}.");
        }

        IEnumerable<Given> Parts() => json.GetProperty("parts").EnumerateArray().Select(part => Of(part, depth + 1)).ToArray();
        object[] Values() => [.. json.GetProperty("values").EnumerateArray().Select(Value)];
        Given given = kind switch
        {
            GivenKind.Any => Given.Any(Parts()),
            GivenKind.All => Given.All(Parts()),
            _ => Given.Of(json.GetProperty("column").GetString()!, kind, Checked(kind, Values())),
        };
        return given.WithStrength(json.GetProperty("strength").GetDouble());
    }

    private static object[] Checked(GivenKind kind, object[] values)
    {
        bool isOne = values.Length >= 1 && values.All(value => value.GetType() == values[0].GetType());
        bool holds = kind switch
        {
            GivenKind.Missing or GivenKind.Present => values.Length == 0,
            GivenKind.Between => isOne && values.Length == 2 && values[0] is double or DateTime,
            GivenKind.Not => values.Length == 1,
            _ => values.Length >= 1,
        };
        return holds ? values : throw new FormatException($"{values.Length} values of a condition of kind {kind}.");
    }

    private static object Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString()!,
        _ => json.TryGetProperty("number", out JsonElement number)
            ? double.Parse(number.GetString()!, CultureInfo.InvariantCulture)
            : DateTime.Parse(json.GetProperty("date").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
    };
}
