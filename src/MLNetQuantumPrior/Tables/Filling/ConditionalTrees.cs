namespace MLNetQuantumPrior;

/// <summary>
/// A tree for each column on the cells of all others: what missing cells are filled from. Bits have no part in it. Measured on credit and
/// diabetes: trees that see bits learn from bits that know the cell, which those of a row with holes do not, and are too sure.
/// </summary>
internal static class ConditionalTrees
{
    /// <summary>Learns the trees.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="columns">Profiles of all columns.</param>
    /// <param name="computed">Numbers of columns that rules compute: they are asked for, and get no tree.</param>
    /// <param name="options">How trees grow.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>As <see cref="MissingCells"/> takes them. <c>[columns]</c></returns>
    public static ImmutableArray<ICellSource?> Fit(
        TableCells train,
        ImmutableArray<ColumnProfile> columns,
        IReadOnlyCollection<int> computed,
        ColumnTreeOptions options,
        CancellationToken cancel = default)
    {
        var trees = new ICellSource?[columns.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel };
        Parallel.For(0, columns.Length, parallel, column =>
        {
            if (columns[column].MissingShare < 1 && !computed.Contains(column))
            {
                int[] order = [.. Enumerable.Range(0, columns.Length).Where(other => other != column), column];
                trees[column] = ColumnTrees.Fit(
                    train, columns, order, [], [], options with { MaxDegreeOfParallelism = 1 }, cancel, firstDrawn: order.Length - 1);
            }
        });
        return [.. trees];
    }
}
