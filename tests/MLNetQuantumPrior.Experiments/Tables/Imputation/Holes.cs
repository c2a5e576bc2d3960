namespace MLNetQuantumPrior.Experiments;

/// <summary>A table some of whose cells were removed, and how well they are filled.</summary>
internal sealed class Holes
{
    private readonly Table _train, _whole;
    private readonly bool[][] _removed;

    /// <param name="train">What a column's mean and mode are of.</param>
    /// <param name="whole">The table.</param>
    /// <param name="share">Share of its cells to remove, at random.</param>
    /// <param name="seed">Decides which.</param>
    public Holes(Table train, Table whole, double share, ulong seed)
    {
        var random = new Random((int)seed);
        (_train, _whole) = (train, whole);
        _removed = [.. whole.Cells.Columns.Select(cells =>
            Array.ConvertAll(cells, cell => random.NextDouble() < share && !double.IsNaN(cell)))];
        Table = whole.With(new(
            whole.Rows,
            [.. whole.Cells.Columns.Zip(_removed, (cells, gone) => cells.Select((cell, k) => gone[k] ? double.NaN : cell).ToArray())]));
    }

    /// <summary>What is left.</summary>
    public Table Table { get; }

    /// <summary>
    /// Mean over columns of numbers of the root mean squared error over that of the training rows' mean; mean over columns of categories of
    /// the accuracy, and of what it exceeds that of the mode by; share of removed numbers within their intervals.
    /// </summary>
    public Dictionary<string, double> Measure(FilledRows filled)
    {
        FilledRows plain = new MeanImputer().Fill(_train, Table, 0);
        List<double> errors = [], accuracies = [], gains = [], inside = [];
        for (int column = 0; column < _removed.Length; column++)
        {
            int[] rows = [.. Enumerable.Range(0, _whole.Rows).Where(row => _removed[column][row])];
            double[] real = _whole.Cells.Columns[column];
            if (rows.Length > 0 && _whole.Fields[column].IsNumber)
            {
                // Where the mean is never wrong, there is nothing to compare with.
                errors.Add(Error(filled) / Error(plain));
                inside.AddRange(rows.Select(row =>
                    real[row] >= filled.Least.Columns[column][row] && real[row] <= filled.Most.Columns[column][row] ? 1.0 : 0));
            }
            else if (rows.Length > 0)
            {
                accuracies.Add(Accuracy(filled));
                gains.Add(Accuracy(filled) - Accuracy(plain));
            }

            double Error(FilledRows of) => Math.Sqrt(rows.Average(row => Math.Pow(of.Cells.Columns[column][row] - real[row], 2)));

            double Accuracy(FilledRows of) => rows.Average(row => of.Cells.Columns[column][row] == real[row] ? 1.0 : 0);
        }

        return new()
        {
            ["error"] = errors.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(),
            ["accuracy"] = accuracies.DefaultIfEmpty(double.NaN).Average(),
            ["accuracyGain"] = gains.DefaultIfEmpty(double.NaN).Average(),
            ["coverage"] = inside.DefaultIfEmpty(double.NaN).Average(),
        };
    }
}
