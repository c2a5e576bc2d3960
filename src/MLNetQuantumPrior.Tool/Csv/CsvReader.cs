namespace MLNetQuantumPrior.Tool;

/// <summary>
/// Records of a CSV text, as RFC 4180 has them. Beyond it: blanks around values that are not quoted are dropped, a quote within such a
/// value is a character like others, and blank lines are passed over.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="separator">What stands between values.</param>
internal sealed class CsvReader(TextReader text, char separator)
{
    private const int End = -1;

    private readonly char[] _buffer = new char[1 << 15];
    private readonly List<(int End, bool IsQuoted)> _values = [];
    private char[] _record = new char[256];
    private int _position, _length, _used;
    private long _nextLine = 1;

    /// <summary>The line on which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What ended the first line; null where there is but one.</summary>
    public string? LineBreak { get; private set; }

    /// <summary>Values of the record.</summary>
    public int Count => _values.Count;

    /// <summary>A value, without its quotes. Valid until the next record is read.</summary>
    public ReadOnlySpan<char> this[int value]
    {
        get
        {
            int start = value == 0 ? 0 : _values[value - 1].End;
            return _record.AsSpan(start, _values[value].End - start);
        }
    }

    /// <summary>Whether a value was in quotes.</summary>
    public bool IsQuoted(int value) => _values[value].IsQuoted;

    /// <summary>Reads the next record, if there is one.</summary>
    /// <exception cref="InvalidDataException">Quotes are not closed, or something follows them.</exception>
    public bool Read()
    {
        do
        {
            if (Peek() == End)
            {
                return false;
            }

            Line = _nextLine;
            _values.Clear();
            _used = 0;
            while (ReadValue())
            {
            }
        }
        while (_values is [(0, false)]);
        return true;
    }

    /// <summary>Reads a value and says whether another one follows.</summary>
    private bool ReadValue()
    {
        while (Peek() is ' ' or '\t' && Peek() != separator)
        {
            _position++;
        }

        bool isQuoted = Peek() == '"';
        if (isQuoted)
        {
            ReadQuoted();
        }
        else
        {
            ReadPlain();
        }

        _values.Add((_used, isQuoted));
        int end = Next();
        if (end == separator)
        {
            return true;
        }

        if (end != End)
        {
            string lineBreak = end == '\n' ? "\n" : Peek() == '\n' ? "\r\n" : "\r";
            _position += lineBreak.Length - 1;
            LineBreak ??= lineBreak;
            _nextLine++;
        }

        return false;
    }

    private void ReadPlain()
    {
        int start = _used;
        while (Peek() is var next && next != separator && next is not ('\r' or '\n' or End))
        {
            Add((char)Next());
        }

        while (_used > start && _record[_used - 1] is ' ' or '\t')
        {
            _used--;
        }
    }

    private void ReadQuoted()
    {
        long first = _nextLine;
        _position++;
        for (int next = Next(); next != '"' || Peek() == '"'; next = Next())
        {
            if (next == End)
            {
                throw new InvalidDataException($"line {first}: expected the quote that opens here to be closed, got the end of the file");
            }

            _nextLine += next == '\n' || (next == '\r' && Peek() != '\n') ? 1 : 0;
            _position += next == '"' ? 1 : 0; // the other one of two
            Add((char)next);
        }

        while (Peek() is ' ' or '\t' && Peek() != separator)
        {
            _position++;
        }

        if (Peek() is var after && after != separator && after is not ('\r' or '\n' or End))
        {
            throw new InvalidDataException(
                $"line {_nextLine}: expected '{separator}' or the end of the line behind quotes, got '{(char)after}'");
        }
    }

    private void Add(char next)
    {
        if (_used == _record.Length)
        {
            Array.Resize(ref _record, 2 * _used);
        }

        _record[_used++] = next;
    }

    private int Peek()
    {
        if (_position == _length)
        {
            (_position, _length) = (0, text.Read(_buffer));
        }

        return _length == 0 ? End : _buffer[_position];
    }

    private int Next()
    {
        int next = Peek();
        _position += next == End ? 0 : 1;
        return next;
    }
}
