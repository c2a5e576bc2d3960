namespace MLNetQuantumPrior.Experiments;

/// <summary>Each column by itself: a cell is that of a random row of the training table.</summary>
internal sealed class IndependentColumns : ITableRival
{
    public ITableRows Fit(Table train, ulong seed) => new Rows(train);

    private sealed class Rows(Table train) : ITableRows
    {
        public Table Draw(int rows, ulong seed)
        {
            var random = new Random((int)seed);
            return train.With(new(
                rows,
                [.. train.Cells.Columns.Select(cells =>
                    (double[])[.. Enumerable.Range(0, rows).Select(_ => cells[random.Next(cells.Length)])])]));
        }
    }
}
