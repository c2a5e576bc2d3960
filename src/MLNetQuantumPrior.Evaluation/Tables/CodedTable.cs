using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A column as learners and distances see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Categories">Names of its categories, the same in each table that is compared; default of numbers.</param>
/// <param name="Cells">Numbers, or positions in <paramref name="Categories"/>; NaN where one is missing.</param>
internal sealed record CodedColumn(string Name, ImmutableArray<string> Categories, double[] Cells)
{
    public bool IsNumber => Categories.IsDefault;

    /// <summary>The cell as text, for messages.</summary>
    public string Text(double cell) => double.IsNaN(cell) ? "(missing)"
        : IsNumber ? FormattableString.Invariant($"{cell:G6}") : Categories[(int)cell];
}

/// <summary>One of several tables with the same columns in the same order, whose categories have the same numbers.</summary>
internal sealed record CodedTable(CodedColumn[] Columns, int Rows)
{
    /// <summary>Numbers categories as they come in the first table, then those that only later ones have.</summary>
    /// <param name="tables">Columns of each table, matched to those of the first one.</param>
    public static CodedTable[] Of(params IReadOnlyList<TableColumn>[] tables)
    {
        ImmutableArray<string>[] categories = [.. Enumerable.Range(0, tables[0].Count).Select(c => tables[0][c].IsNumber
            ? default : tables.SelectMany(table => table[c].Categories).Distinct().ToImmutableArray())];
        return [.. tables.Select(table => new CodedTable(
            [.. table.Select((column, c) => new CodedColumn(column.Name, categories[c], Cells(column, categories[c])))], table[0].Rows))];
    }

    /// <summary>Some of the rows, in the order given.</summary>
    public CodedTable Take(int[] rows) => new(
        [.. Columns.Select(column => column with { Cells = Array.ConvertAll(rows, row => column.Cells[row]) })], rows.Length);

    /// <summary>At most so many rows, drawn at random without repetition.</summary>
    public CodedTable Some(int most, ulong seed) => Rows <= most ? this : Take(Shuffled(Rows, seed)[..most]);

    /// <summary>The rows of this table, then those of another.</summary>
    public CodedTable With(CodedTable more) => new(
        [.. Columns.Zip(more.Columns, (mine, other) => mine with { Cells = [.. mine.Cells, .. other.Cells] })], Rows + more.Rows);

    /// <summary>The columns as measures take them.</summary>
    public TableColumn[] AsColumns() => [.. Columns.Select(column => column.IsNumber
        ? TableColumn.OfNumbers(column.Name, column.Cells)
        : TableColumn.OfCategories(column.Name, column.Cells.Select(cell => double.IsNaN(cell) ? null : column.Categories[(int)cell])))];

    /// <summary>Numbers of rows in random order.</summary>
    public static int[] Shuffled(int rows, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        var random = new SplitMix64(seed);
        for (int i = rows - 1; i > 0; i--)
        {
            int j = (int)Math.BigMul(random.Next(), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static double[] Cells(TableColumn column, ImmutableArray<string> categories)
    {
        if (column.IsNumber)
        {
            return column.Numbers;
        }

        var positions = categories.Select((name, code) => KeyValuePair.Create(name, code)).ToDictionary();
        double[] codes = [.. column.Categories.Select(name => (double)positions[name])];
        return Array.ConvertAll(column.Codes, code => code == TableColumn.MissingCategory ? double.NaN : codes[code]);
    }
}
