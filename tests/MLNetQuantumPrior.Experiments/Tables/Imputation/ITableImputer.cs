namespace MLNetQuantumPrior.Experiments;

/// <summary>A way to fill missing cells.</summary>
internal interface ITableImputer
{
    /// <summary>Fills all missing cells of a table.</summary>
    /// <param name="train">Rows to learn from, which may have missing cells too.</param>
    /// <param name="holes">Rows to fill, of the same columns.</param>
    /// <param name="seed">Of whatever is random in it.</param>
    FilledRows Fill(Table train, Table holes, ulong seed);
}
