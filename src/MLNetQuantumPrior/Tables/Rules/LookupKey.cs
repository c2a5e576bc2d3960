namespace MLNetQuantumPrior;

/// <summary>A column of few different cells, by which results are looked up. A missing cell is the last of its states.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Categories">How many categories it has; 0 of numbers.</param>
/// <param name="Values">Its numbers, ascending; empty of categories.</param>
internal sealed record LookupKey(int Column, int Categories, ImmutableArray<double> Values)
{
    /// <summary>How many states there are.</summary>
    public int Count => (Categories > 0 ? Categories : Values.Length) + 1;

    /// <summary>The state of a cell; of a number between two others that of the closer one.</summary>
    public int Of(double cell)
    {
        if (double.IsNaN(cell))
        {
            return Count - 1;
        }

        if (Categories > 0)
        {
            return cell >= 0 && cell < Categories ? (int)cell : Count - 1;
        }

        int found = Values.BinarySearch(cell);
        if (found >= 0)
        {
            return found;
        }

        int after = Math.Clamp(~found, 1, Math.Max(1, Values.Length - 1));
        return Values.Length == 1 || cell - Values[after - 1] <= Values[after] - cell ? after - 1 : after;
    }

    /// <summary>The cell of a state.</summary>
    public double Cell(int state) => state == Count - 1 ? double.NaN : Categories > 0 ? state : Values[state];

    /// <summary>The cells of some states.</summary>
    public CellSet Cells(bool[] allowed)
    {
        bool missing = allowed[^1];
        if (Categories > 0)
        {
            return CellSet.Some(allowed[..^1], missing);
        }

        int first = Array.IndexOf(allowed, true, 0, Values.Length), last = Array.LastIndexOf(allowed, true, Values.Length - 1);
        return first < 0 ? CellSet.Missing : CellSet.Between(Values[first], Values[last], missing);
    }
}
