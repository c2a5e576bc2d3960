using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Experiments;

/// <summary>A small table of all kinds of columns whose dependences are known.</summary>
internal static class MadeTable
{
    public const int Class = 0, Income = 1, Age = 2, Job = 3, Debt = 4;

    private static readonly ImmutableArray<TableField> Fields =
    [
        new("Class", ["good", "bad"]), new("Income", default), new("Age", default), new("Job", ["none", "fixed", "free"]),
        new("Debt", default),
    ];

    /// <summary>
    /// A class of two, 30 % "bad"; an income that is lower for these; an age; a job that goes with the age, sometimes missing; a debt that
    /// falls with the income, is a whole number, often 0, and missing in a fifth of the rows.
    /// </summary>
    public static Table Of(int rows, int seed)
    {
        var random = new Random(seed);
        var cells = TableCells.Empty(rows, 5);
        for (int row = 0; row < rows; row++)
        {
            double bad = random.NextDouble() < 0.3 ? 1 : 0, shared = Normal(random);
            double income = Math.Exp((0.8 * shared) + (0.6 * Normal(random)) - bad);
            cells.Columns[Class][row] = bad;
            cells.Columns[Income][row] = income;
            cells.Columns[Age][row] = 40 + (10 * Normal(random));
            cells.Columns[Job][row] = random.NextDouble() < 0.1 ? double.NaN : cells.Columns[Age][row] < 35 ? 0 : random.Next(1, 3);
            cells.Columns[Debt][row] = random.NextDouble() < 0.2 ? double.NaN : Math.Max(0, Math.Round(5 - (10 * shared)));
        }

        return new(Fields, cells, Class);
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    /// <summary>The rows' cells, to look rows up in.</summary>
    public static double[][] RowsOf(Table table) => [.. Enumerable.Range(0, table.Rows).Select(row =>
        (double[])[.. table.Cells.Columns.Select(cells => cells[row])])];
}
