using System.Text.Json;
using System.Text.Unicode;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads properties of a JSON document; errors name file, format and property.</summary>
internal sealed class JsonTerms : IDisposable
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF]; // of UTF-8, which may stand first

    private readonly JsonDocument _document;
    private readonly string _name;

    /// <summary>Parses a stream to its end.</summary>
    /// <exception cref="InvalidDataException">The text is not a JSON object.</exception>
    public JsonTerms(Stream stream, string name, string format)
    {
        _name = $"{name}, {format}";
        byte[] content = Read(stream);
        try
        {
            RefuseWrongTexts(content);
            _document = JsonDocument.Parse(content);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{_name}, line {error.LineNumber + 1 ?? 1}: expected a JSON object, " +
                $"got an error at byte {error.BytePositionInLine + 1 ?? 1}.",
                error);
        }

        if (_document.RootElement.ValueKind != JsonValueKind.Object)
        {
            string got = _document.RootElement.ValueKind.ToString();
            _document.Dispose();
            throw Wrong("line 1", "a JSON object", got);
        }
    }

    /// <summary>The whole object.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>A number of a property; <paramref name="missing"/> where it is not there, or an error if that is null.</summary>
    public double Number(JsonElement of, string property, string place, double? missing = null) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(property, out JsonElement value)
            ? Number(value, $"{place}{property}")
            : missing ?? throw Wrong($"{place}{property}", "a number", "none");

    /// <summary>A finite number that does not exceed single precision.</summary>
    public double Number(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && float.IsFinite((float)number)
            ? number
            : throw Wrong(place, "a finite number of single precision", value.GetRawText());

    /// <summary>A whole number of at least 0 of a property.</summary>
    public int Label(JsonElement of, string property, string place) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(property, out JsonElement value)
            ? Label(value, $"{place}{property}")
            : throw Wrong($"{place}{property}", "an integer of at least 0", "none");

    /// <summary>A whole number of at least 0.</summary>
    public int Label(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int label) && label >= 0
            ? label
            : throw Wrong(place, "an integer of at least 0", value.GetRawText());

    /// <summary>A text of the object.</summary>
    public string Text(string property) =>
        Root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Wrong(property, "a text", value.ValueKind == JsonValueKind.Undefined ? "none" : value.GetRawText());

    /// <summary>An array of the object.</summary>
    public JsonElement[] Array(string property) =>
        Root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw Wrong(property, "an array", value.ValueKind == JsonValueKind.Undefined ? "none" : value.GetRawText());

    /// <summary>Terms become a model.</summary>
    public IsingModel Finish(IsingTerms terms, Vartype vartype)
    {
        try
        {
            return terms.IsEmpty ? throw Wrong("object", "at least one variable", "none") : terms.ToModel(vartype);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"{_name}: expected terms whose sums fit into single precision, got others. {error.Message}", error);
        }
    }

    /// <summary>The error of a property.</summary>
    public InvalidDataException Wrong(string place, string expected, string got) =>
        new($"{_name}, {place}: expected {expected}, got {(got.Length > 60 ? $"{got.AsSpan(0, 60)}..." : got)}.");

    public void Dispose() => _document.Dispose();

    private static byte[] Read(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        ReadOnlySpan<byte> content = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        return (content.StartsWith(Mark) ? content[Mark.Length..] : content).ToArray();
    }

    /// <summary>
    /// The parser lets texts pass that are no UTF-8, or have half a surrogate pair, and throws when they are read.
    /// </summary>
    private void RefuseWrongTexts(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
            if (isText && (reader.ValueIsEscaped || !Utf8.IsValid(reader.ValueSpan)))
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    throw Wrong($"byte {reader.TokenStartIndex + 1}", "a text of whole characters", "another one");
                }
            }
        }
    }
}
