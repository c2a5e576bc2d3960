namespace MLNetQuantumPrior;

/// <summary>Names of columns that an ML.NET model file can hold, so that a model that was trained for hours can be saved.</summary>
internal static class ColumnNames
{
    private const string SuffixThatStockRemoves = ".output";

    /// <param name="input">The column that is read; null for none.</param>
    /// <param name="outputs">Columns that are added.</param>
    /// <exception cref="ArgumentException">A file cannot hold a name, or two that need the same one within it.</exception>
    public static void Check(string? input, params IEnumerable<string> outputs)
    {
        string[] added = [.. outputs], all = input is null ? added : [input, .. added];
        foreach (string name in all)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                throw Wrong(name, "a name that is more than blanks");
            }

            if (name.StartsWith(ColumnGraph.Prefix, StringComparison.Ordinal))
            {
                throw Wrong(name, $"a name that does not begin with '{ColumnGraph.Prefix}', as values within a model file do");
            }

            if (ColumnGraph.NamesBeside.FirstOrDefault(suffix => added.Any(column => name == column + suffix)) is { } taken)
            {
                throw Wrong(name, $"another name beside a column '{name[..^taken.Length]}', which takes this one in a model file");
            }
        }

        if (added.FirstOrDefault(name => name.EndsWith(SuffixThatStockRemoves, StringComparison.Ordinal)) is { } wrong)
        {
            throw Wrong(wrong, $"a name without '{SuffixThatStockRemoves}' at its end, which ML.NET takes off when it loads a model file");
        }
    }

    private static ArgumentException Wrong(string name, string expected) =>
        new($"Column '{name}': expected {expected}. Rename the column.");
}
