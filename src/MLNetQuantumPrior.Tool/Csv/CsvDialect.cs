using System.Text;

namespace MLNetQuantumPrior.Tool;

/// <summary>How a CSV file is written.</summary>
/// <param name="Separator">What stands between values.</param>
/// <param name="LineBreak">What ends lines.</param>
/// <param name="HasByteOrderMark">Whether the file begins with a byte order mark.</param>
internal sealed record CsvDialect(char Separator, string LineBreak, bool HasByteOrderMark)
{
    /// <summary>What is written where nothing else is known.</summary>
    public static CsvDialect Plain { get; } = new(',', "\n", false);

    /// <summary>What may stand between values, the likelier first.</summary>
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    private const int SampleLength = 1 << 16, SampleRecords = 100;

    /// <summary>Whether numbers may have a decimal comma.</summary>
    public bool MayHaveDecimalCommas => Separator == ';';

    /// <summary>The dialect of a file, by its beginning.</summary>
    /// <param name="open">Opens the file.</param>
    /// <param name="separator">What stands between values; null finds it.</param>
    public static CsvDialect Of(Func<StreamReader> open, char? separator)
    {
        using StreamReader reader = open();
        char[] sample = new char[SampleLength];
        int length = reader.ReadBlock(sample);
        string text = new(sample, 0, length);
        char found = separator ?? Detected(text, isWhole: length < SampleLength);
        var first = new CsvReader(new StringReader(text), found);
        TryRead(first);
        return new(found, first.LineBreak ?? "\n", HasMark(reader));
    }

    /// <summary>The separator that cuts records into equally many values, and into most of them; else that of the longest header.</summary>
    private static char Detected(string text, bool isWhole)
    {
        (char Separator, int Values, bool AreEqual)[] tried =
        [
            .. Separators.Select(separator =>
            {
                List<int> counts = Counts(text, separator, isWhole);
                return (separator, counts.FirstOrDefault(), counts.Distinct().Count() == 1);
            }),
        ];
        (char Separator, int Values, bool AreEqual)[] split = [.. tried.Where(one => one.Values > 1)];
        return split.Length == 0
            ? Separators[0]
            : split.OrderByDescending(one => one.AreEqual).ThenByDescending(one => one.Values).First().Separator;
    }

    /// <summary>Values of the first records.</summary>
    private static List<int> Counts(string text, char separator, bool isWhole)
    {
        var counts = new List<int>();
        var reader = new CsvReader(new StringReader(text), separator);
        while (counts.Count < SampleRecords && TryRead(reader))
        {
            counts.Add(reader.Count);
        }

        if (!isWhole && counts.Count is > 1 and < SampleRecords)
        {
            counts.RemoveAt(counts.Count - 1); // the sample ends within it
        }

        return counts;
    }

    private static bool TryRead(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (InvalidDataException)
        {
            return false; // not with this separator, or the sample ends between quotes
        }
    }

    private static bool HasMark(StreamReader reader)
    {
        reader.BaseStream.Position = 0;
        Span<byte> start = stackalloc byte[2];
        return reader.BaseStream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2
            && (start.SequenceEqual(Encoding.UTF8.Preamble[..2]) || start.SequenceEqual(Encoding.Unicode.Preamble)
                || start.SequenceEqual(Encoding.BigEndianUnicode.Preamble));
    }
}
