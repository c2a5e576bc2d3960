namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Sequential CART as in synthpop (Nowok, Raab, Dibben, 2016): a tree per column on the columns before it, and a cell is that of a random
/// training row of the leaf. Whether a number is missing has a tree of its own before that of the numbers that are there.
/// </summary>
internal sealed class SequentialCart : ITableRival
{
    private const int LeastLeaf = 5;

    public ITableRows Fit(Table train, ulong seed)
    {
        Step[] steps = [.. Enumerable.Range(0, train.Fields.Length).Select(column => Grow(train, column))];
        return new Rows(train, steps);
    }

    /// <summary>What draws a column.</summary>
    private sealed record Step(CartInputs Inputs, CartTree? IsMissing, CartTree? Values);

    private static Step Grow(Table train, int column)
    {
        var inputs = new CartInputs(train, Enumerable.Range(0, column));
        double[] cells = train.Cells.Columns[column];
        TableField field = train.Fields[column];
        int[] all = [.. Enumerable.Range(0, train.Rows)], there = [.. all.Where(row => !double.IsNaN(cells[row]))];
        if (!field.IsNumber)
        {
            double missing = field.Categories.Length;
            return new(inputs, null, Tree(Array.ConvertAll(cells, cell => double.IsNaN(cell) ? missing : cell), (int)missing + 1, all));
        }

        double[] isMissing = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? 1.0 : 0);
        return new(
            inputs,
            there.Length == all.Length ? null : Tree(isMissing, 2, all),
            there.Length == 0 ? null : Tree(cells, 0, there));

        CartTree Tree(double[] target, int classes, int[] rows) =>
            new(inputs.Cells, inputs.Categories, target, classes, rows, LeastLeaf);
    }

    private sealed class Rows(Table train, Step[] steps) : ITableRows
    {
        public Table Draw(int rows, ulong seed)
        {
            var random = new Random((int)seed);
            var cells = TableCells.Empty(rows, steps.Length);
            double[] row = new double[steps.Length];
            for (int k = 0; k < rows; k++)
            {
                for (int column = 0; column < steps.Length; column++)
                {
                    row[column] = cells.Columns[column][k] = Draw(column, row, random);
                }
            }

            return train.With(cells);
        }

        private double Draw(int column, double[] row, Random random)
        {
            Step step = steps[column];
            double[] cells = train.Cells.Columns[column], inputs = new double[step.Inputs.Categories.Length];
            step.Inputs.Of(row, inputs);
            return step.IsMissing is { } tree && double.IsNaN(cells[One(tree)])
                ? double.NaN
                : step.Values is { } values ? cells[One(values)] : double.NaN;

            int One(CartTree of)
            {
                int[] leaf = of.Leaf(inputs);
                return leaf[random.Next(leaf.Length)];
            }
        }
    }
}
