namespace MLNetQuantumPrior;

/// <summary>What a column of a table holds.</summary>
public enum ColumnKind
{
    /// <summary>
    /// As its type says: text, keys and Booleans are categories, numbers and dates numbers; text with hardly a value twice, and whole
    /// numbers that count the rows, are identifiers.
    /// </summary>
    Automatic,

    /// <summary>Numbers, or points in time.</summary>
    Number,

    /// <summary>Categories: each value is a name of something, such as a code of a region.</summary>
    Category,

    /// <summary>Names of rows, which say nothing of them: synthetic rows get new ones.</summary>
    Identifier,

    /// <summary>Left out: the column is neither learned nor generated.</summary>
    Ignored,
}
