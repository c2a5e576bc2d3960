namespace Microsoft.ML.Data;

/// <summary>The lines of files that hold rows, divided into fields. Empty lines and those that begin with // hold none, nor do those that
/// begin with # at the start of a file, nor does the header.</summary>
internal sealed class TextLines(TextFormat format, IMultiStreamSource files) : IDisposable
{
    private readonly List<ReadOnlyMemory<char>> _fields = [];
    private TextReader _reader;
    private int _opened;

    /// <summary>The fields of the current line, valid until the next.</summary>
    public IReadOnlyList<ReadOnlyMemory<char>> Fields => _fields;

    /// <summary>Of the current line in its file, from 1.</summary>
    public long Number { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (_reader == null)
            {
                if (_opened == files.Count)
                    return false;
                Open();
                if (!format.HasHeader && _fields.Count > 0)
                    return true;
            }
            if (ReadRow(atStart: false))
                return true;
            Close();
        }
    }

    /// <summary>Reads the header, the first line with content of the first file; false if there is no line.</summary>
    public bool MoveToHeader()
    {
        Open();
        return _fields.Count > 0;
    }

    public void Dispose() => Close();

    private void Open()
    {
        _reader = files.OpenTextReader(_opened++);
        Number = 0;
        if (!ReadRow(atStart: true))
            _fields.Clear();
    }

    private void Close()
    {
        _reader?.Dispose();
        _reader = null;
    }

    private bool ReadRow(bool atStart)
    {
        while (ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || (atStart && line[0] == '#'))
                continue;
            while (!format.Split(line.AsMemory(), _fields) && format.MultipleLines && ReadLine() is { } next)
                line = $"{line}\n{next}";
            return true;
        }
        return false;
    }

    private string ReadLine()
    {
        Number++;
        return _reader.ReadLine();
    }
}
