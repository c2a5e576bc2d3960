using System.Text;
using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Walks over the tokens of a JSON file and knows their lines.</summary>
internal ref struct JsonCursor
{
    private readonly string _path;
    private readonly ReadOnlySpan<byte> _content;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted; // bytes of which the lines are in _line

    public JsonCursor(string path, ReadOnlySpan<byte> content)
    {
        _path = path;
        _content = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        _reader = new(_content);
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The line of the token, from 1.</summary>
    public int Line
    {
        get
        {
            int start = (int)_reader.TokenStartIndex;
            _line += _content[_counted..start].Count((byte)'\n');
            _counted = start;
            return _line;
        }
    }

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException error)
        {
            throw DamagedFile.At(
                _path, (error.LineNumber ?? 0) + 1, "JSON", $"an error at byte {(error.BytePositionInLine ?? 0) + 1} of the line", error);
        }
    }

    /// <summary>Goes to the next token, which must be of this kind.</summary>
    public void Next(JsonTokenType kind, string expected)
    {
        if (!Next() || Token != kind)
        {
            throw Wrong(expected);
        }
    }

    /// <summary>Whether the array that is open has another element; goes there, or to its end.</summary>
    public bool NextElement() => Next() && Token != JsonTokenType.EndArray;

    /// <summary>The token as an integer of at least <paramref name="least"/>.</summary>
    public int Integer(long least) =>
        Token == JsonTokenType.Number && _reader.TryGetInt32(out int value) && value >= least
            ? value
            : throw Wrong($"an integer of at least {least}");

    /// <summary>The token as a finite number of single precision.</summary>
    public float Single() =>
        Token == JsonTokenType.Number && _reader.TryGetSingle(out float value) && float.IsFinite(value)
            ? value
            : throw Wrong("a finite number of single precision");

    /// <summary>The token, a string or the name of a property.</summary>
    public string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw DamagedFile.At(_path, Line, "text in UTF-8", "other bytes or half a character", error);
        }
    }

    /// <summary>The error to throw if the token is not what it should be.</summary>
    public InvalidDataException Wrong(string expected) => DamagedFile.At(_path, Line, expected, Token switch
    {
        JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.StartArray or JsonTokenType.EndArray
            => $"'{(char)_reader.ValueSpan[0]}'",
        _ => Encoding.UTF8.GetString(_reader.ValueSpan),
    });
}
