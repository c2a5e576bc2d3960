using System.Text;

namespace MLNetQuantumPrior.Tool;

/// <summary>A CSV file with a header: each record has as many values.</summary>
internal sealed class CsvFile
{
    private readonly string _path;

    /// <param name="path">The file.</param>
    /// <param name="separator">What stands between values; null finds it.</param>
    /// <exception cref="InvalidDataException">It has no header, or one with a name twice.</exception>
    public CsvFile(string path, char? separator)
    {
        _path = path;
        Dialect = Guarded(() => CsvDialect.Of(Open, separator));
        Header = Guarded(() =>
        {
            using StreamReader text = Open();
            var reader = new CsvReader(text, Dialect.Separator);
            return reader.Read()
                ? HeaderOf(reader)
                : throw new InvalidDataException("expected a header with the names of columns, got nothing");
        });
    }

    public CsvDialect Dialect { get; }

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<CsvName> Header { get; }

    /// <summary>Reads all records behind the header.</summary>
    /// <exception cref="InvalidDataException">A record has more or fewer values than the header, or the file is no CSV.</exception>
    public void ForEach(Action<CsvReader> record, CancellationToken cancel) => Guarded(() =>
    {
        using StreamReader text = Open();
        var reader = new CsvReader(text, Dialect.Separator);
        reader.Read();
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (reader.Count != Header.Length)
            {
                throw new InvalidDataException(
                    $"line {reader.Line}: expected {Header.Length} values between '{Dialect.Separator}', " +
                    $"as in the header, got {reader.Count}");
            }

            record(reader);
        }

        return true;
    });

    private ImmutableArray<CsvName> HeaderOf(CsvReader reader)
    {
        var names = ImmutableArray.CreateBuilder<CsvName>();
        for (int k = 0; k < reader.Count; k++)
        {
            string written = reader[k].ToString();
            names.Add(new(written.Length > 0 ? written : FormattableString.Invariant($"Column{k + 1}"), written, reader.IsQuoted(k)));
        }

        string? twice = names.GroupBy(name => name.Name).FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is null
            ? names.ToImmutable()
            : throw new InvalidDataException($"line {reader.Line}: expected different names of columns, got '{twice}' twice");
    }

    private StreamReader Open() => new(
        new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        detectEncodingFromByteOrderMarks: true);

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"File '{_path}', {error.Message}.", error);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(
                $"File '{_path}': expected text in UTF-8, got other bytes. Save it as 'CSV UTF-8', or convert it, as with iconv.", error);
        }
    }
}

/// <summary>A name in the header of a CSV file.</summary>
/// <param name="Name">The name of the column: what is written, or "Column3" of the third one where nothing is.</param>
/// <param name="Written">What is written.</param>
/// <param name="IsQuoted">Whether it is in quotes.</param>
internal sealed record CsvName(string Name, string Written, bool IsQuoted);
