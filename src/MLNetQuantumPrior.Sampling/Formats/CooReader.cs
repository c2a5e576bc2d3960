using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads the lines of a COO file.</summary>
internal sealed class CooReader(string path, Vartype? asked)
{
    private const int LongestExcerpt = 60;

    private readonly CooTerms _terms = new();
    private Vartype? _vartype = asked;
    private string _line = "";
    private int _number;

    public CooModel Read(TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            (_line, _number) = (line, _number + 1);
            ReadOnlySpan<char> content = line.AsSpan().Trim();
            if (content.StartsWith('#'))
            {
                ReadComment(content);
            }
            else if (!content.IsEmpty)
            {
                ReadTerm();
            }
        }

        if (_terms.IsEmpty)
        {
            throw Wrong(_number + 1, "a line 'i j value'", "the end of the file");
        }

        return _terms.ToModel(_vartype!.Value)
            ?? throw Wrong(_number, "terms of bits whose fields in spins fit into single precision", "larger ones");
    }

    // "# vartype=SPIN", perhaps ':' for '=' and other words around it, as dimod takes it.
    private void ReadComment(ReadOnlySpan<char> comment)
    {
        const string key = "vartype";
        int at = comment.IndexOf(key);
        ReadOnlySpan<char> rest = at < 0 ? default : comment[(at + key.Length)..];
        if (!rest.StartsWith('=') && !rest.StartsWith(':'))
        {
            return;
        }

        ReadOnlySpan<char> word = rest[1..].TrimStart();
        int end = 0;
        while (end < word.Length && char.IsAsciiLetter(word[end]))
        {
            end++;
        }

        Vartype read = word[..end] switch
        {
            "SPIN" => Vartype.Spin,
            "BINARY" => Vartype.Binary,
            _ => throw Wrong("the vartype SPIN or BINARY"),
        };
        if (_vartype is { } known && known != read)
        {
            throw Wrong($"the vartype {known.ToString().ToUpperInvariant()}, as asked for or said before");
        }

        _vartype = read;
    }

    private void ReadTerm()
    {
        if (_vartype is null)
        {
            throw Wrong("a header '# vartype=SPIN' or '# vartype=BINARY' before the first term, or the vartype as an argument");
        }

        string[] parts = _line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || !Label(parts[0], out int i) || !Label(parts[1], out int j) || !Value(parts[2], out double value))
        {
            throw Wrong("'i j value', two labels of at least 0 and a finite number of single precision");
        }

        if (!_terms.TryAdd(new(Math.Min(i, j), Math.Max(i, j)), value))
        {
            throw Wrong("each pair of labels once");
        }
    }

    private static bool Label(string text, out int label) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out label);

    // Terms of spins are stored as they are, rounded once; terms of bits are summed first.
    private bool Value(string text, out double value)
    {
        bool single = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float rounded) && float.IsFinite(rounded);
        value = rounded;
        return single
            && (_vartype is Vartype.Spin || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value));
    }

    private InvalidDataException Wrong(string expected)
    {
        string got = $"'{_line}'";
        return Wrong(_number, expected, got.Length <= LongestExcerpt ? got : $"{got.AsSpan(0, LongestExcerpt)}...");
    }

    private InvalidDataException Wrong(int line, string expected, string got) =>
        new($"{path}, line {line}: expected {expected}, got {got}.");
}
