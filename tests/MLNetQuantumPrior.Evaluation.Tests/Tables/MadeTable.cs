namespace MLNetQuantumPrior.Evaluation.Tests;

/// <summary>A table whose columns depend on one another, rows of which can be drawn without end.</summary>
internal static class MadeTable
{
    /// <summary>
    /// Age and income, correlated; a plan that says which extra is possible; a loan that depends on all; a score with two decimals, some of
    /// them missing.
    /// </summary>
    public static TableColumn[] Rows(int rows, int seed)
    {
        var random = new Random(seed);
        double[] age = new double[rows], income = new double[rows], score = new double[rows];
        string[] plan = new string[rows], extra = new string[rows], loan = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            double wealth = Uniform() + Uniform() - 1;
            age[row] = Math.Round(45 + (20 * wealth) + (10 * Uniform()));
            income[row] = Math.Round(Math.Exp(3 + (2 * wealth) + Uniform()));
            plan[row] = Uniform() < 0.3 ? "none" : Uniform() < 0.5 ? "basic" : "full";
            extra[row] = plan[row] == "none" ? "not possible" : Uniform() < 0.5 ? "yes" : "no";
            score[row] = Uniform() < 0.1 ? double.NaN : Math.Round((wealth + Uniform()) * 100) / 100;
            loan[row] = wealth + (extra[row] == "yes" ? 0.4 : 0) + (0.3 * Uniform()) > 0.4 ? "good" : "bad";
        }

        return
        [
            TableColumn.OfNumbers("age", age), TableColumn.OfNumbers("income", income), TableColumn.OfCategories("plan", plan),
            TableColumn.OfCategories("extra", extra), TableColumn.OfCategories("loan", loan), TableColumn.OfNumbers("score", score),
        ];

        double Uniform() => random.NextDouble();
    }

    /// <summary>The same columns, each in an order of its own.</summary>
    public static TableColumn[] Independent(TableColumn[] table, ulong seed)
    {
        CodedTable coded = CodedTable.Of(table)[0];
        return new CodedTable(
            [.. coded.Columns.Select((column, c) => coded.Take(CodedTable.Shuffled(coded.Rows, seed + (ulong)c)).Columns[c])],
            coded.Rows).AsColumns();
    }
}
