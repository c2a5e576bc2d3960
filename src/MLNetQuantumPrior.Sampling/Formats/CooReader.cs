namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads the lines of a COO file.</summary>
internal sealed class CooReader(FormatLines lines, Vartype? asked)
{
    private const string NoVartype = "a header '# vartype=SPIN' or '# vartype=BINARY', or the vartype as an argument";

    private readonly IsingTerms _terms = new();
    private Vartype? _vartype = asked;

    public IsingModel Read()
    {
        (int Number, string Line) first = default;
        while (lines.Next())
        {
            ReadOnlySpan<char> content = lines.Line.AsSpan().Trim();
            if (content.StartsWith('#'))
            {
                ReadComment(content);
            }
            else if (!content.IsEmpty)
            {
                first = first.Number > 0 ? first : (lines.Number, lines.Line);
                ReadTerm();
            }
        }

        return _terms.IsEmpty ? throw lines.Wrong(lines.Number, "a line 'i j value'", "the end of the file")
            : _vartype is null ? throw lines.Wrong(first.Number, NoVartype, $"'{first.Line}'")
            : lines.Finish(_terms, _vartype.Value);
    }

    // "# vartype=SPIN", perhaps ':' for '=' and other words around it, as dimod takes it; "# offset=1.5" likewise.
    private void ReadComment(ReadOnlySpan<char> comment)
    {
        ReadOnlySpan<char> word = Word(comment, "offset");
        if (!word.IsEmpty)
        {
            _terms.Offset += FormatLines.TryValue(word.ToString(), out double offset) ? offset : throw lines.Wrong("a finite offset");
        }

        if (!HasKey(comment, "vartype"))
        {
            return;
        }

        word = Word(comment, "vartype");
        int end = 0;
        while (end < word.Length && char.IsAsciiLetter(word[end]))
        {
            end++;
        }

        Vartype read = word[..end] switch
        {
            "SPIN" => Vartype.Spin,
            "BINARY" => Vartype.Binary,
            _ => throw lines.Wrong("the vartype SPIN or BINARY"),
        };
        if (_vartype is { } known && known != read)
        {
            throw lines.Wrong($"the vartype {known.ToString().ToUpperInvariant()}, as asked for or said before");
        }

        _vartype = read;
    }

    private static bool HasKey(ReadOnlySpan<char> comment, string key)
    {
        int at = comment.IndexOf(key);
        return at >= 0 && at + key.Length < comment.Length && comment[at + key.Length] is ('=' or ':');
    }

    /// <summary>What stands behind "key=", up to a blank or a comma.</summary>
    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> comment, string key)
    {
        if (!HasKey(comment, key))
        {
            return default;
        }

        ReadOnlySpan<char> rest = comment[(comment.IndexOf(key) + key.Length + 1)..].TrimStart();
        int end = rest.IndexOfAny(" \t,;");
        return end < 0 ? rest : rest[..end];
    }

    private void ReadTerm()
    {
        string[] parts = lines.Words();
        if (parts.Length != 3 || !FormatLines.TryLabel(parts[0], out int i) || !FormatLines.TryLabel(parts[1], out int j)
            || !FormatLines.TryValue(parts[2], out double value))
        {
            throw lines.Wrong("'i j value', two labels of at least 0 and a finite number of single precision");
        }

        _terms.Add(i, j, value);
    }
}
