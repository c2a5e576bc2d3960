namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Chained equations with trees, as in mice and missForest: holes are filled by mean and mode first, then column after column by a tree on
/// all others, several times over.
/// </summary>
internal sealed class CartImputer : ITableImputer
{
    /// <summary>Larger than for drawing, since means and quantiles of a leaf are asked for.</summary>
    private const int LeastLeaf = 20;

    private const int Rounds = 5;

    public FilledRows Fill(Table train, Table holes, ulong seed)
    {
        var start = new MeanImputer();
        Table known = train.With(start.Fill(train, train, seed).Cells);
        FilledRows filled = start.Fill(train, holes, seed);
        int[] open = [.. Enumerable.Range(0, holes.Fields.Length).Where(column => holes.Cells.Columns[column].Any(double.IsNaN))];
        var trees = open.ToDictionary(column => column, column => Grow(train, known, column));
        double[] row = new double[holes.Fields.Length];
        for (int round = 0; round < Rounds; round++)
        {
            foreach (int column in open)
            {
                (CartInputs inputs, CartTree tree) = trees[column];
                double[] cells = train.Cells.Columns[column], of = new double[inputs.Categories.Length];
                for (int k = 0; k < holes.Rows; k++)
                {
                    if (double.IsNaN(holes.Cells.Columns[column][k]))
                    {
                        filled.Cells.CopyRow(k, row);
                        inputs.Of(row, of);
                        double[] values = Array.ConvertAll(tree.Leaf(of), other => cells[other]);
                        filled.Set(column, k, FilledCell.Of(holes.Fields[column].IsNumber, values));
                    }
                }
            }
        }

        return filled;
    }

    private static (CartInputs Inputs, CartTree Tree) Grow(Table train, Table known, int column)
    {
        var inputs = new CartInputs(known, Enumerable.Range(0, known.Fields.Length).Where(other => other != column));
        double[] cells = train.Cells.Columns[column];
        int[] there = [.. Enumerable.Range(0, train.Rows).Where(row => !double.IsNaN(cells[row]))];
        int classes = known.Fields[column].IsNumber ? 0 : known.Fields[column].Categories.Length;
        return (inputs, new(inputs.Cells, inputs.Categories, cells, classes, there, LeastLeaf));
    }
}
