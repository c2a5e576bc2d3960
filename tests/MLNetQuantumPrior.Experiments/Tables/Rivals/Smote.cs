namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// SMOTE-NC: a row between a training row and one of its nearest neighbours of the same class; categories by a vote of the neighbours.
/// Classes are as frequent as in the training table. Where the target is a number, all rows are of one class.
/// </summary>
internal sealed class Smote : ITableRival
{
    private const int Neighbours = 5;

    public ITableRows Fit(Table train, ulong seed) => new Rows(train);

    private sealed class Rows : ITableRows
    {
        private readonly Table _train;
        private readonly NearestRows _distance;
        private readonly int[][] _neighbours;
        private readonly NumberQuantiles?[] _numbers;

        public Rows(Table train)
        {
            (_train, _distance, _neighbours) = (train, new(train), new int[train.Rows][]);
            _numbers = [.. train.Fields.Select((field, k) =>
                field.IsNumber && train.Cells.Columns[k].Any(cell => !double.IsNaN(cell))
                    ? ColumnProfile.OfNumbers(field.Name, train.Cells.Columns[k]).Numbers
                    : null)];
        }

        public Table Draw(int rows, ulong seed)
        {
            var random = new Random((int)seed);
            var cells = TableCells.Empty(rows, _train.Fields.Length);
            for (int row = 0; row < rows; row++)
            {
                int first = random.Next(_train.Rows);
                int[] near = _neighbours[first] ??= Near(first);
                int second = near.Length > 0 ? near[random.Next(near.Length)] : first;
                double part = random.NextDouble();
                for (int column = 0; column < cells.Columns.Length; column++)
                {
                    double[] known = _train.Cells.Columns[column];
                    cells.Columns[column][row] = _numbers[column] is { } numbers
                        ? Between(numbers, known[first], known[second], part)
                        : Vote(known, near, first);
                }
            }

            return _train.With(cells);
        }

        private int[] Near(int row)
        {
            double[] cells = new double[_train.Fields.Length];
            _train.Cells.CopyRow(row, cells);
            double[] target = _train.Cells.Columns[_train.Target];
            int[] others = [.. Enumerable.Range(0, _train.Rows).Where(other =>
                other != row && (_train.TargetField.IsNumber || target[other].Equals(target[row])))];
            return _distance.Of(cells, others, Neighbours);
        }

        /// <summary>With as many decimals as the column has; the nearer one where one of both is missing.</summary>
        private static double Between(NumberQuantiles numbers, double first, double second, double part) =>
            double.IsNaN(first) || double.IsNaN(second)
                ? part < 0.5 ? first : second
                : numbers.Rounded(first + (part * (second - first)));

        /// <summary>The most frequent category; of several, that of the nearest neighbour. Missing is a category.</summary>
        private static double Vote(double[] known, int[] near, int first) => near.Length == 0
            ? known[first]
            : near.CountBy(row => known[row]).Aggregate((best, next) => next.Value > best.Value ? next : best).Key;
    }
}
