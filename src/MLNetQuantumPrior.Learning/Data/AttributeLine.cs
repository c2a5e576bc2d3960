namespace MLNetQuantumPrior.Learning;

/// <summary>A line of a file of words, which any number of blanks part.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="Text">All of it.</param>
/// <param name="Words">Its words, at least one.</param>
internal sealed record AttributeLine(string Path, int Number, string Text, string[] Words)
{
    /// <summary>Lines that are not blank.</summary>
    public static IEnumerable<AttributeLine> Of(string path) => File.ReadLines(path)
        .Select((text, k) => new AttributeLine(path, k + 1, text, text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Where(line => line.Words.Length > 0);

    /// <exception cref="InvalidDataException">It does not hold.</exception>
    public void Expect(bool holds, string expected, string got)
    {
        if (!holds)
        {
            throw new InvalidDataException($"File '{Path}', line {Number}: expected {expected}, got {got}.");
        }
    }
}
