namespace MLNetQuantumPrior;

/// <summary>
/// Which values a cell may have: numbers of an interval, or some categories; and whether it may be missing. What rules leave possible, what
/// a user gives and what a row has are all sets of this kind.
/// </summary>
internal readonly struct CellSet
{
    private readonly bool _isMissingExcluded;

    private CellSet(double least, double most, bool[]? categories, bool allowsMissing)
    {
        (Least, Most, Categories) = (least, most, categories);
        _isMissingExcluded = !allowsMissing;
    }

    /// <summary>Every value, and missing.</summary>
    public static CellSet All { get; } = new(double.NegativeInfinity, double.PositiveInfinity, null, allowsMissing: true);

    /// <summary>Every value, but not missing.</summary>
    public static CellSet Present { get; } = new(double.NegativeInfinity, double.PositiveInfinity, null, allowsMissing: false);

    /// <summary>Missing, and nothing else.</summary>
    public static CellSet Missing { get; } = new(double.PositiveInfinity, double.NegativeInfinity, [], allowsMissing: true);

    /// <summary>The least number.</summary>
    public double Least { get; }

    /// <summary>The largest number.</summary>
    public double Most { get; }

    /// <summary>Whether each category may be had; further ones may not. Null where all may.</summary>
    public bool[]? Categories { get; }

    /// <summary>Whether the cell may be missing.</summary>
    public bool AllowsMissing => !_isMissingExcluded;

    /// <summary>Whether nothing is excluded.</summary>
    public bool IsAll => AllowsMissing && Categories is null && double.IsNegativeInfinity(Least) && double.IsPositiveInfinity(Most);

    /// <summary>One number; NaN is missing.</summary>
    public static CellSet Number(double value) => double.IsNaN(value) ? Missing : new(value, value, null, allowsMissing: false);

    /// <summary>Numbers from the first to the second, both included.</summary>
    public static CellSet Between(double least, double most, bool allowsMissing = false) => new(least, most, null, allowsMissing);

    /// <summary>One category; NaN is missing.</summary>
    public static CellSet Category(double code)
    {
        if (double.IsNaN(code))
        {
            return Missing;
        }

        bool[] only = new bool[(int)code + 1];
        only[(int)code] = true;
        return Some(only);
    }

    /// <summary>Some categories.</summary>
    public static CellSet Some(bool[] categories, bool allowsMissing = false) =>
        new(double.NegativeInfinity, double.PositiveInfinity, categories, allowsMissing);

    /// <summary>The value that a cell has, alone.</summary>
    public static CellSet Only(ColumnProfile column, double cell) => column.IsCategory ? Category(cell) : Number(cell);

    /// <summary>What is in both.</summary>
    public CellSet And(in CellSet other) => new(
        Math.Max(Least, other.Least),
        Math.Min(Most, other.Most),
        Categories is { } own ? other.Categories is { } more ? Both(own, more) : own : other.Categories,
        AllowsMissing && other.AllowsMissing);

    /// <summary>Whether a category is in it.</summary>
    public bool HasCategory(int code) => Categories is null || (code < Categories.Length && Categories[code]);

    /// <summary>Whether a cell of a column is in it.</summary>
    public bool Has(ColumnProfile column, double cell) =>
        double.IsNaN(cell) ? AllowsMissing : column.IsCategory ? HasCategory((int)cell) : cell >= Least && cell <= Most;

    /// <summary>Whether there is exactly one value that a cell may have.</summary>
    /// <param name="value">Receives it, NaN for missing; NaN too where there are others or none.</param>
    public bool IsOne(out double value)
    {
        int codes = Categories.AsSpan().Count(true);
        value = Categories is null && Least == Most && !AllowsMissing ? Least
            : codes == 1 && !AllowsMissing ? Array.IndexOf(Categories!, true)
            : double.NaN;
        return !double.IsNaN(value) || (AllowsMissing && (Categories is null ? Least > Most : codes == 0));
    }

    /// <summary>Whether no cell is in it.</summary>
    public bool IsEmpty => !AllowsMissing && (Least > Most || (Categories is not null && !Categories.Contains(true)));

    private static bool[] Both(bool[] first, bool[] second)
    {
        bool[] both = new bool[Math.Min(first.Length, second.Length)];
        for (int k = 0; k < both.Length; k++)
        {
            both[k] = first[k] && second[k];
        }

        return both;
    }
}
