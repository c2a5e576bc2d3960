namespace MLNetQuantumPrior;

/// <summary>A cell that says into which interval a number falls.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Source">Number of the column of the number.</param>
/// <param name="Bounds">Where each interval but the first begins, ascending.</param>
/// <param name="Results">The cell for each interval, one more than bounds.</param>
/// <param name="IfMissing">The cell where the number is missing.</param>
internal sealed record IntervalFunction(
    int Column, int Source, ImmutableArray<double> Bounds, ImmutableArray<double> Results, double IfMissing)
    : ColumnFunction(Column, [Source])
{
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<double> cells)
    {
        double number = cells[Source];
        if (double.IsNaN(number))
        {
            return IfMissing;
        }

        int found = Bounds.BinarySearch(number);
        return Results[found >= 0 ? found + 1 : ~found];
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
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int k = 0; k < Results.Length; k++)
        {
            if (result.Has(profile, Results[k]))
            {
                least = Math.Min(least, k == 0 ? double.NegativeInfinity : Bounds[k - 1]);
                most = Math.Max(most, k == Bounds.Length ? double.PositiveInfinity : CellGrid.Below(row.Profile(Source), Bounds[k]));
            }
        }

        bool missing = result.Has(profile, IfMissing);
        return least > most ? missing ? CellSet.Missing : CellSet.All : CellSet.Between(least, most, missing);
    }

    /// <inheritdoc/>
    public override string Describe(CellWords words)
    {
        string source = words.Column(Source);
        IEnumerable<string> cases = Results.Select((result, k) =>
            $"{words.Cell(Column, result)}{(k == 0 ? "" : $" from {CellWords.Number(Bounds[k - 1])}")}");
        return $"{words.Column(Column)} follows from {source}: {string.Join(", ", cases)}";
    }
}
