namespace MLNetQuantumPrior;

/// <summary>What holds in every row of a table. Immutable and safe for concurrent calls.</summary>
internal interface IRowRules
{
    /// <summary>What of a set a cell may have, seeing what is known of its row.</summary>
    /// <param name="column">Number of the cell's column.</param>
    /// <param name="cells">Cells of the row. <c>[columns]</c></param>
    /// <param name="known">Which of them are known; the others hold no values. <c>[columns]</c></param>
    /// <param name="allowed">The set to narrow.</param>
    CellSet Narrow(int column, ReadOnlySpan<double> cells, ReadOnlySpan<bool> known, in CellSet allowed);

    /// <summary>Computes the columns that are functions of others, all others being known. <c>[columns]</c></summary>
    void Complete(Span<double> cells);

    /// <summary>Whether a whole row keeps to all of them: one that does not is drawn again. <c>[columns]</c></summary>
    bool HoldsIn(ReadOnlySpan<double> cells);
}
