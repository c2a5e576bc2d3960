namespace MLNetQuantumPrior;

/// <summary>A column whose cells follow from cells of other columns.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Sources">Numbers of the columns that it follows from.</param>
internal abstract record ColumnFunction(int Column, ImmutableArray<int> Sources) : ICellRule
{
    /// <inheritdoc/>
    public ImmutableArray<int> Columns => [Column, .. Sources];

    /// <summary>The cell, of numbers before it is rounded as the column is; NaN where it is missing. <c>[columns]</c></summary>
    public abstract double Compute(ReadOnlySpan<double> cells);

    /// <inheritdoc/>
    public abstract bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles);

    /// <inheritdoc/>
    public abstract CellSet Narrow(int column, in KnownCells row);

    /// <summary>The function in words, such as <c>Charge = 0.17 x Minutes</c>.</summary>
    public abstract string Describe(CellWords words);
}
