namespace MLNetQuantumPrior.Experiments;

/// <summary>A table in three parts.</summary>
/// <param name="Train">What methods learn: 60 % of the rows.</param>
/// <param name="Holdout">What synthetic rows are compared with beside it: 20 %.</param>
/// <param name="Test">What classifiers predict, and whose cells are removed: 20 %.</param>
internal sealed record TableSplit(Table Train, Table Holdout, Table Test)
{
    /// <summary>Splits at most so many rows of a table at random.</summary>
    public static TableSplit Of(Table table, ulong seed, int mostRows = int.MaxValue)
    {
        int[] order = [.. Enumerable.Range(0, table.Rows)];
        new Random((int)seed).Shuffle(order);
        int rows = Math.Min(order.Length, mostRows), train = rows * 6 / 10, holdout = rows * 2 / 10;
        return new(
            table.Select(order.AsSpan(0, train)),
            table.Select(order.AsSpan(train, holdout)),
            table.Select(order.AsSpan(train + holdout, rows - train - holdout)));
    }
}
