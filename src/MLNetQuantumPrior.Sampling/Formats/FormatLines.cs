using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>The lines of a text format, one after the other, and errors that name file, format and line.</summary>
internal sealed class FormatLines(TextReader text, string name, string format)
{
    private const int LongestExcerpt = 60;

    /// <summary>The present line.</summary>
    public string Line { get; private set; } = "";

    /// <summary>Its number, from 1; after the last line one more than there are.</summary>
    public int Number { get; private set; }

    /// <summary>Goes on to the next line; false at the end.</summary>
    public bool Next()
    {
        Number++;
        if (text.ReadLine() is not { } line)
        {
            return false;
        }

        Line = line;
        return true;
    }

    /// <summary>The words of the present line.</summary>
    public string[] Words() => Line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads a whole number of at least 0.</summary>
    public static bool TryLabel(string word, out int label) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out label);

    /// <summary>Reads a finite number that does not exceed single precision.</summary>
    public static bool TryValue(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite((float)value);

    /// <summary>The error of the present line.</summary>
    public InvalidDataException Wrong(string expected)
    {
        string got = $"'{Line}'";
        return Wrong(Number, expected, got.Length <= LongestExcerpt ? got : $"{got.AsSpan(0, LongestExcerpt)}...");
    }

    /// <summary>The error of any line.</summary>
    public InvalidDataException Wrong(int line, string expected, string got) =>
        new($"{name}, {format}, line {line}: expected {expected}, got {got}.");

    /// <summary>Terms become a model; what is wrong with all of them is said of the end.</summary>
    public IsingModel Finish(IsingTerms terms, Vartype vartype)
    {
        if (terms.IsEmpty)
        {
            throw Wrong(Number, "a term", "the end of the file");
        }

        try
        {
            return terms.ToModel(vartype);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"{name}, {format}, line {Number}: expected terms whose sums fit into single precision, got others. {error.Message}",
                error);
        }
    }
}
