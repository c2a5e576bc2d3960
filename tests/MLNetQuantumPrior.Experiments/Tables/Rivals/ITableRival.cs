namespace MLNetQuantumPrior.Experiments;

/// <summary>A way to make rows that are like those of a table.</summary>
internal interface ITableRival
{
    /// <summary>Learns a table.</summary>
    /// <param name="train">The table.</param>
    /// <param name="seed">Of whatever is random in it.</param>
    ITableRows Fit(Table train, ulong seed);
}

/// <summary>What makes rows of a table that was learned.</summary>
internal interface ITableRows
{
    /// <summary>Makes rows: the same for the same seed.</summary>
    Table Draw(int rows, ulong seed);

    /// <summary>Makes rows of one class of the target; where the source cannot be asked for it, by leaving others out.</summary>
    Table DrawClass(int category, int rows, ulong seed) => ClassRows.Draw(this, category, rows, seed);
}

/// <summary>Rows that are there already, by turns: what no method that learns from some of them is expected to exceed.</summary>
internal sealed class RealRows(Table table) : ITableRival, ITableRows
{
    public ITableRows Fit(Table train, ulong seed) => this;

    public Table Draw(int rows, ulong seed) => table.Select([.. Enumerable.Range(0, rows).Select(row => row % table.Rows)]);
}
