using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How lines are divided into fields.</summary>
internal sealed class TextFormat
{
    private readonly char[] _separators;
    private readonly bool _quoting;
    private readonly bool _trim;
    private readonly bool _spacesSeparate;

    public TextFormat(TextLoader.Options options)
    {
        if (options.AllowSparse)
            throw Contracts.ExceptNotSupp("The offline subset of ML.NET reads no sparse text.");
        Contracts.CheckParam(options.DecimalMarker is '.' or ',', nameof(options.DecimalMarker),
            $"Decimal marker cannot be the '{options.DecimalMarker}' character. It must be '.' or ','.");
        Contracts.CheckParam(options.AllowQuoting || options.DecimalMarker != ',' || !options.Separators.Contains(','),
            nameof(options.AllowQuoting), "Quoting must be allowed if decimal marker and separator are the ',' character.");
        foreach (char c in options.Separators)
        {
            Contracts.CheckParam(c == '\t' || (c >= ' ' && !char.IsAsciiDigit(c) && c != '"'), "Separator", $"Illegal separator: '{c}'");
        }
        _separators = options.Separators;
        _spacesSeparate = _separators.Contains(' ');
        _quoting = options.AllowQuoting;
        _trim = options.TrimWhitespace;
        MultipleLines = options.AllowQuoting && options.ReadMultilines;
        HasHeader = options.HasHeader;
        MaxRows = options.MaxRows ?? long.MaxValue;
        Parsing = new TextParsing(options.DecimalMarker, options.MissingRealsAsNaNs);
    }

    public bool HasHeader { get; }

    public long MaxRows { get; }

    /// <summary>Whether quoted fields may contain line ends.</summary>
    public bool MultipleLines { get; }

    public TextParsing Parsing { get; }

    /// <summary>Divides a line. Spaces before a field and around a quoted one do not count.</summary>
    /// <param name="line">A line without its end.</param>
    /// <param name="fields">Is filled.</param>
    /// <returns>False if the line ends inside a quoted field.</returns>
    public bool Split(ReadOnlyMemory<char> line, List<ReadOnlyMemory<char>> fields)
    {
        fields.Clear();
        if (_trim)
            line = line.TrimEnd();
        ReadOnlySpan<char> text = line.Span;
        for (int at = 0; ; at++)
        {
            if (!_spacesSeparate)
                at += text[at..].IndexOfAnyExcept(' ') is >= 0 and int spaces ? spaces : text.Length - at;
            if (_quoting && at < text.Length && text[at] == '"')
            {
                bool isClosed = Unquote(text, ref at, out ReadOnlyMemory<char> content);
                fields.Add(content);
                if (!isClosed)
                    return false;
            }
            else
            {
                int end = text[at..].IndexOfAny(_separators);
                end = end < 0 ? text.Length : at + end;
                fields.Add(line[at..end]);
                at = end;
            }
            if (at >= text.Length)
                return true;
        }
    }

    /// <summary>Reads a quoted field, in which two quotes mean one. What stands between it and the next separator spoils it.</summary>
    private bool Unquote(ReadOnlySpan<char> text, ref int at, out ReadOnlyMemory<char> content)
    {
        var result = new StringBuilder();
        bool isClosed = false;
        for (at++; at < text.Length && !isClosed; at++)
        {
            if (text[at] != '"')
                result.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"')
                result.Append(text[at++]);
            else
                isClosed = true;
        }
        bool isSpoilt = !isClosed;
        for (; at < text.Length && !_separators.Contains(text[at]); at++)
            isSpoilt |= text[at] != ' ';
        content = isSpoilt ? default : result.ToString().AsMemory();
        return isClosed;
    }
}
