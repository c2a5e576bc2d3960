namespace MLNetQuantumPrior.Sampling;

/// <summary>What is said of a file that is not what it should be: where, what was expected, what is there.</summary>
internal static class DamagedFile
{
    private const int LongestExcerpt = 60;

    /// <param name="path">The file.</param>
    /// <param name="line">Line from 1.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="got">What is there, cut if it is long.</param>
    /// <param name="cause">What noticed it, if not we.</param>
    public static InvalidDataException At(string path, long line, string expected, string got, Exception? cause = null) =>
        new($"{path}, line {line}: expected {expected}, got {Excerpt(got)}.", cause);

    private static string Excerpt(string text) => text.Length <= LongestExcerpt ? text : $"{text.AsSpan(0, LongestExcerpt)}...";
}
