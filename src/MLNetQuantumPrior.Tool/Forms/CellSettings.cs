namespace MLNetQuantumPrior.Tool;

/// <summary>What a user says of the cells of a file.</summary>
/// <param name="Separator">What stands between values; null finds it.</param>
/// <param name="MissingWords">What stands for a missing cell, besides an empty one.</param>
/// <param name="DateFormats">How dates are written, as .NET has it; none finds it.</param>
internal sealed record CellSettings(char? Separator, ImmutableArray<string> MissingWords, ImmutableArray<string> DateFormats)
{
    /// <summary>Nothing is said.</summary>
    public static CellSettings None { get; } = new(null, [], []);

    /// <summary>Whether a cell is missing.</summary>
    public bool IsMissing(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return true;
        }

        foreach (string word in MissingWords)
        {
            if (cell.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
