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
