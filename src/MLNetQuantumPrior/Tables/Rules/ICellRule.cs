namespace MLNetQuantumPrior;

/// <summary>Something that holds in every row of the training table, and so in every row that is made. Immutable.</summary>
internal interface ICellRule
{
    /// <summary>Numbers of the columns that it is about.</summary>
    ImmutableArray<int> Columns { get; }

    /// <summary>Whether it holds in a row. <c>[columns]</c></summary>
    bool HoldsIn(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles);

    /// <summary>What a cell may be, so that the rule can hold with the cells that are known, whatever the others become.</summary>
    CellSet Narrow(int column, in KnownCells row);
}
