namespace MLNetQuantumPrior;

/// <summary>A constraint of which the columns are known by their numbers.</summary>
internal abstract record BoundConstraint : ICellRule
{
    /// <inheritdoc/>
    public abstract ImmutableArray<int> Columns { get; }

    /// <inheritdoc/>
    public abstract bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles);

    /// <inheritdoc/>
    public abstract CellSet Narrow(int column, in KnownCells row);

    /// <summary>The constraint in words, such as <c>Start &lt;= End</c>.</summary>
    public abstract string Describe(CellWords words);
}

/// <summary>Numbers of a column are within bounds, both included.</summary>
internal sealed record BoundRange(int Column, double Least, double Most) : BoundConstraint
{
    /// <inheritdoc/>
    public override ImmutableArray<int> Columns => [Column];

    /// <inheritdoc/>
    public override bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles) =>
        !(cells[Column] < Least) && !(cells[Column] > Most);

    /// <inheritdoc/>
    public override CellSet Narrow(int column, in KnownCells row) => CellSet.Between(Least, Most, allowsMissing: true);

    /// <inheritdoc/>
    public override string Describe(CellWords words) =>
        $"{(double.IsNegativeInfinity(Least) ? "" : $"{CellWords.Number(Least)} <= ")}{words.Column(Column)}"
        + $"{(double.IsPositiveInfinity(Most) ? "" : $" <= {CellWords.Number(Most)}")}";
}

/// <summary>Numbers of a column are at most, or below, those of another one.</summary>
internal sealed record BoundOrder(int First, int Second, bool IsStrict) : BoundConstraint
{
    /// <inheritdoc/>
    public override ImmutableArray<int> Columns => [First, Second];

    /// <inheritdoc/>
    public override bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles)
    {
        (double first, double second) = (cells[First], cells[Second]);
        return double.IsNaN(first) || double.IsNaN(second) || first < second || (first == second && !IsStrict);
    }

    /// <inheritdoc/>
    public override CellSet Narrow(int column, in KnownCells row)
    {
        ColumnProfile profile = row.Profile(column);
        if (column == First)
        {
            double most = row.Range(Second).Most;
            return CellSet.Between(
                double.NegativeInfinity, IsStrict && double.IsFinite(most) ? CellGrid.Below(profile, most) : most, allowsMissing: true);
        }

        double least = row.Range(First).Least;
        return CellSet.Between(
            IsStrict && double.IsFinite(least) ? CellGrid.Above(profile, least) : least, double.PositiveInfinity, allowsMissing: true);
    }

    /// <inheritdoc/>
    public override string Describe(CellWords words) => $"{words.Column(First)} {(IsStrict ? "<" : "<=")} {words.Column(Second)}";
}
