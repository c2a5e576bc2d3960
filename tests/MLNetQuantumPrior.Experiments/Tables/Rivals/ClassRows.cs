namespace MLNetQuantumPrior.Experiments;

/// <summary>Rows of given classes.</summary>
internal static class ClassRows
{
    private const int Batch = 2000, MostBatches = 500;

    /// <summary>Rows of one class of the target from a source that cannot be asked for it: others are drawn and left out.</summary>
    public static Table Draw(ITableRows source, int category, int rows, ulong seed)
    {
        Table drawn = source.Draw(0, seed);
        for (int batch = 0; drawn.Rows < rows && batch < MostBatches; batch++)
        {
            Table more = source.Draw(Batch, (seed * MostBatches) + (ulong)batch);
            drawn = drawn.Append(more.Select(more.RowsOf(category)));
        }

        return drawn.Rows >= rows
            ? drawn.Select([.. Enumerable.Range(0, rows)])
            : throw new InvalidDataException(
                $"Rows: expected {rows} of class '{drawn.TargetField.Categories[category]}' of {Batch * MostBatches}, got {drawn.Rows}.");
    }

    /// <summary>A table and as many rows of its smaller classes as make all as large as the largest.</summary>
    public static Table Added(Table table, ITableRows source, ulong seed)
    {
        int[] sizes = table.ClassSizes();
        return Enumerable.Range(0, sizes.Length).Aggregate(
            table, (all, category) => all.Append(source.DrawClass(category, sizes.Max() - sizes[category], seed)));
    }

    /// <summary>Rows alone, as many of each class as the largest one of a table has.</summary>
    public static Table Alone(Table table, ITableRows source, ulong seed)
    {
        int[] sizes = table.ClassSizes();
        return Enumerable.Range(0, sizes.Length).Aggregate(
            source.Draw(0, seed), (all, category) => all.Append(source.DrawClass(category, sizes.Max(), seed)));
    }
}
