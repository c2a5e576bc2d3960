namespace MLNetQuantumPrior.Evaluation;

/// <summary>Predicts a column of a table from the others, and says how well.</summary>
internal sealed class Prediction
{
    /// <summary>Classes that are told from the rest: each costs a model.</summary>
    private const int MaxClasses = 20;

    private readonly TableFeatures _features;
    private readonly int _target;
    private readonly double[] _classes;
    private readonly double _mean, _scale = 1;
    private readonly float[][] _testRows;
    private readonly double[] _testCells;

    /// <summary>Sets the task.</summary>
    /// <param name="train">Real rows, which say which classes there are and how features are scaled.</param>
    /// <param name="test">Real rows that predictions are tested on.</param>
    /// <param name="target">The column to predict.</param>
    public Prediction(CodedTable train, CodedTable test, int target)
    {
        _target = target;
        _features = new(train, target);
        CodedTable known = Known(test);
        (_testRows, _testCells) = (_features.Of(known), known.Columns[target].Cells);
        double[] cells = [.. train.Columns[target].Cells.Where(cell => !double.IsNaN(cell))];
        KeyValuePair<double, int>[] values = [.. cells.CountBy(cell => cell).OrderBy(count => count.Value).ThenBy(count => count.Key)];
        IsNumber = train.Columns[target].IsNumber && values.Length > 2;
        if (IsNumber)
        {
            _classes = [];
            _mean = cells.Average();
            _scale = Math.Sqrt(cells.Average(cell => (cell - _mean) * (cell - _mean)));
        }
        else
        {
            // Of two classes the rarer one is told from the other; of more, each from the rest.
            _classes = [.. (values.Length <= 2 ? values.Take(1) : values.Reverse().Take(MaxClasses)).Select(count => count.Key)];
        }
    }

    public bool IsNumber { get; }

    /// <summary>As reports call the figure.</summary>
    public string Measure => IsNumber ? "R2" : _classes.Length == 1 ? "AUC" : "macro AUC";

    /// <summary>
    /// Trained on a table, tested on the test rows: R2 of numbers, AUC of two classes, the mean over classes of the AUC against the rest of
    /// more; NaN where the test rows have but one class.
    /// </summary>
    public double Of(CodedTable table, bool boosted)
    {
        CodedTable known = Known(table);
        float[][] rows = _features.Of(known);
        double[] cells = known.Columns[_target].Cells;
        if (_testCells.Length == 0)
        {
            return double.NaN;
        }

        return IsNumber
            ? Determination(StockLearner.Scores(
                boosted, true, rows, Array.ConvertAll(cells, cell => (float)((cell - _mean) / _scale)), _testRows))
            : _classes.Select(name => Area(name, StockLearner.Scores(
                boosted, false, rows, Array.ConvertAll(cells, cell => cell == name ? 1f : 0), _testRows)))
                .Where(area => !double.IsNaN(area)).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>1 less the squared error over that of the test rows' mean.</summary>
    private double Determination(double[] scores)
    {
        double[] truth = Array.ConvertAll(_testCells, cell => (cell - _mean) / _scale);
        double mean = truth.Average();
        return 1 - (truth.Zip(scores, (number, score) => (number - score) * (number - score)).Sum()
            / truth.Sum(number => (number - mean) * (number - mean)));
    }

    private double Area(double name, double[] scores)
    {
        double[] others = [.. scores.Where((_, row) => _testCells[row] != name)];
        double[] members = [.. scores.Where((_, row) => _testCells[row] == name)];
        return others.Length == 0 || members.Length == 0 ? double.NaN : Auroc.Of(others, members);
    }

    /// <summary>Rows whose target is there.</summary>
    private CodedTable Known(CodedTable table) =>
        table.Take([.. Enumerable.Range(0, table.Rows).Where(row => !double.IsNaN(table.Columns[_target].Cells[row]))]);
}
