namespace MLNetQuantumPrior;

/// <summary>A cell that is looked up by cells of other columns with few different ones.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Keys">What it is looked up by.</param>
/// <param name="Results">The cell for each combination of states, the last key running fastest.</param>
internal sealed record LookupFunction(int Column, ImmutableArray<LookupKey> Keys, ImmutableArray<double> Results)
    : ColumnFunction(Column, [.. Keys.Select(key => key.Column)])
{
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<double> cells)
    {
        int place = 0;
        foreach (LookupKey key in Keys)
        {
            place = (place * key.Count) + key.Of(cells[key.Column]);
        }

        return Results[place];
    }

    /// <inheritdoc/>
    public override bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles) =>
        Compute(cells).Equals(cells[Column]);

    /// <inheritdoc/>
    public override CellSet Narrow(int column, in KnownCells row)
    {
        if (column == Column || row.IsOpen(Column))
        {
            return CellSet.All;
        }

        CellSet result = row.Expected(Column);
        ColumnProfile profile = row.Profile(Column);
        LookupKey own = Keys.First(key => key.Column == column);
        bool[] allowed = new bool[own.Count];
        for (int place = 0; place < Results.Length; place++)
        {
            int rest = place, state = 0;
            bool fits = result.Has(profile, Results[place]);
            for (int k = Keys.Length - 1; fits && k >= 0; k--)
            {
                (rest, int at) = Math.DivRem(rest, Keys[k].Count);
                state = Keys[k].Column == column ? at : state;
                fits = Keys[k].Column == column || !row.Knows(Keys[k].Column) || Keys[k].Of(row[Keys[k].Column]) == at;
            }

            allowed[state] |= fits;
        }

        return own.Cells(allowed);
    }

    /// <inheritdoc/>
    public override string Describe(CellWords words)
    {
        string keys = string.Join(", ", Keys.Select(key => words.Column(key.Column)));
        if (Keys.Length > 1)
        {
            return $"{words.Column(Column)} follows from {keys}";
        }

        var groups = Enumerable.Range(0, Results.Length - 1).GroupBy(state => Results[state]).ToList();
        string pairs = string.Join("; ", groups.Take(8).Select(group => $"{words.Cell(Column, group.Key)} where {Where(group)}"));
        return $"{words.Column(Column)} follows from {keys}: {pairs}{(groups.Count > 8 ? "; ..." : "")}";

        string Where(IEnumerable<int> states) =>
            string.Join(" or ", states.Select(state => words.Cell(Keys[0].Column, Keys[0].Cell(state))));
    }
}
