namespace MLNetQuantumPrior.Service;

/// <summary>Answers many rows at once. A row's answer depends on that row alone, so rows of several requests may share a batch.</summary>
internal interface IBatchModel<TRow, TAnswer>
{
    /// <summary>Names the model in metrics.</summary>
    string Name { get; }

    /// <summary>An answer for each row, in their order. Several threads call it at once.</summary>
    TAnswer[] Run(IReadOnlyList<TRow> rows);
}
