namespace MLNetQuantumPrior;

/// <summary>
/// The cells of a column in a few states: each category, or numbers that stand out and all others; and missing, which comes last.
/// </summary>
internal sealed class CellStates
{
    /// <summary>Categories beyond which each has too few rows to say anything.</summary>
    public const int MostCategories = 200;

    private readonly int _categories;
    private readonly double _afterLeast;

    /// <summary>States of a column.</summary>
    /// <param name="column">Number of the column.</param>
    /// <param name="categories">How many categories it has; 0 of numbers.</param>
    /// <param name="special">Numbers that stand out, ascending; empty of categories.</param>
    /// <param name="least">The least number; NaN of categories.</param>
    /// <param name="afterLeast">The least of all other numbers, or NaN if there are none.</param>
    public CellStates(int column, int categories, ImmutableArray<double> special, double least, double afterLeast)
    {
        (Column, _categories, Special, Least, _afterLeast) = (column, categories, special, least, afterLeast);
        Count = categories > 0 ? categories + 1 : special.Length + 2;
    }

    /// <summary>Number of the column.</summary>
    public int Column { get; }

    /// <summary>How many states there are.</summary>
    public int Count { get; }

    /// <summary>The state of a missing cell.</summary>
    public int Missing => Count - 1;

    /// <summary>Numbers that stand out.</summary>
    public ImmutableArray<double> Special { get; }

    /// <summary>The least number; NaN of categories.</summary>
    public double Least { get; }

    /// <summary>The least of all other numbers.</summary>
    public double AfterLeast => _afterLeast;

    /// <summary>Whether the column has categories.</summary>
    public bool IsCategory => _categories > 0;

    /// <summary>The state of a cell; -1 of a category that is unknown.</summary>
    public int Of(double cell)
    {
        if (double.IsNaN(cell))
        {
            return Missing;
        }

        if (IsCategory)
        {
            return cell >= 0 && cell < _categories ? (int)cell : -1;
        }

        int found = Special.IndexOf(cell);
        return found >= 0 ? found : Special.Length;
    }

    /// <summary>The cells of some states, or a few more where an interval has to do.</summary>
    /// <param name="allowed">Whether each state may be had.</param>
    public CellSet Cells(ReadOnlySpan<bool> allowed)
    {
        bool missing = allowed[Missing];
        if (IsCategory)
        {
            bool[] categories = allowed[..Missing].ToArray();
            return categories.AsSpan().Contains(false) ? CellSet.Some(categories, missing) : missing ? CellSet.All : CellSet.Present;
        }

        int other = Special.Length;
        if (allowed[other])
        {
            bool isLeastOut = other > 0 && Special[0] == Least && !allowed[0] && !double.IsNaN(_afterLeast);
            return CellSet.Between(isLeastOut ? _afterLeast : double.NegativeInfinity, double.PositiveInfinity, missing);
        }

        int first = allowed.IndexOf(true), last = allowed[..other].LastIndexOf(true);
        return last < 0 ? CellSet.Missing : CellSet.Between(Special[first], Special[last], missing);
    }

    /// <summary>Whether the cells of some states are a set without any more cells.</summary>
    public bool IsExact(ReadOnlySpan<bool> allowed)
    {
        if (IsCategory)
        {
            return true;
        }

        int other = Special.Length;
        int left = allowed[..other].Count(true);
        return allowed[other] ? left == other || (left == other - 1 && !allowed[0] && Special[0] == Least) : left <= 1;
    }

    /// <summary>What a state is called.</summary>
    public string Name(int state, CellWords words) =>
        state == Missing ? "missing"
        : IsCategory ? words.Cell(Column, state)
        : state < Special.Length ? CellWords.Number(Special[state])
        : Special.IsEmpty ? "any number" : $"any number but {string.Join(" or ", Special.Select(CellWords.Number))}";
}
