namespace MLNetQuantumPrior;

/// <summary>A row of which only some cells are known.</summary>
/// <param name="rules">The rules of its table.</param>
/// <param name="cells">The cells. <c>[columns]</c></param>
/// <param name="known">Whether each is known. <c>[columns]</c></param>
/// <param name="given">What each cell will be at all events; empty where nothing is said. <c>[columns]</c></param>
internal readonly ref struct KnownCells(
    TableRules rules, ReadOnlySpan<double> cells, ReadOnlySpan<bool> known, ReadOnlySpan<CellSet> given)
{
    private readonly ReadOnlySpan<double> _cells = cells;
    private readonly ReadOnlySpan<bool> _known = known;
    private readonly ReadOnlySpan<CellSet> _given = given;

    /// <summary>A cell that is known.</summary>
    public double this[int column] => _cells[column];

    /// <summary>The column's profile.</summary>
    public ColumnProfile Profile(int column) => rules.Profiles[column];

    /// <summary>Whether a cell is known.</summary>
    public bool Knows(int column) => _known[column];

    /// <summary>Whether nothing but the range of its column is said of a cell that is not known.</summary>
    public bool IsOpen(int column) =>
        !_known[column] && !rules.IsConstrained(column) && (_given.IsEmpty || _given[column].IsAll);

    /// <summary>What a cell will be, as far as the row says: the cell itself, or what rules, its range and what is given leave.</summary>
    public CellSet Expected(int column)
    {
        ColumnProfile profile = Profile(column);
        if (_known[column])
        {
            return CellSet.Only(profile, _cells[column]);
        }

        CellSet range = profile.Numbers is { } numbers ? CellSet.Between(numbers.Least, numbers.Most, allowsMissing: true) : CellSet.All;
        return rules.Narrow(column, this, _given.IsEmpty ? range : range.And(_given[column]));
    }

    /// <summary>The least and the largest number that a cell can become; one number where it is known, any where it is missing.</summary>
    public (double Least, double Most) Range(int column)
    {
        if (_known[column])
        {
            double cell = _cells[column];
            return double.IsNaN(cell) ? (double.NegativeInfinity, double.PositiveInfinity) : (cell, cell);
        }

        NumberQuantiles numbers = Profile(column).Numbers!;
        (double least, double most) = (numbers.Least, numbers.Most);
        if (!_given.IsEmpty)
        {
            (least, most) = (Math.Max(least, _given[column].Least), Math.Min(most, _given[column].Most));
        }

        return least <= most ? (least, most) : (numbers.Least, numbers.Most);
    }
}
