namespace Microsoft.ML.Data;

/// <summary>
/// Sums over scored rows, and the metrics that follow from them.
/// A label beyond the scores was not known to the model: it counts as an error.
/// </summary>
internal sealed class MulticlassTally
{
    private const float LeastProbability = 1e-15f;

    private readonly double[] _rowsOfClass;
    private readonly double[] _lossOfClass;
    private readonly double[] _rowsOfRank;
    private double _rows;
    private double _loss;

    public MulticlassTally(int classes)
    {
        _rowsOfClass = new double[classes];
        _lossOfClass = new double[classes];
        // An unknown label may rank below all known ones.
        _rowsOfRank = new double[classes + 1];
        Confusion = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];
    }

    /// <summary>Row counts by true, then predicted class.</summary>
    public double[][] Confusion { get; }

    public double LogLoss => _rows > 0 ? _loss / _rows : 0;

    public double LogLossReduction
    {
        get
        {
            double entropy = -_rowsOfClass.Where(n => n > 0).Sum(n => n / _rows * Math.Log(n / _rows));
            return (entropy - LogLoss) / entropy;
        }
    }

    public double MicroAccuracy => _rows > 0 ? _rowsOfRank[0] / _rows : 0;

    public double MacroAccuracy
    {
        get
        {
            int[] seen = [.. Enumerable.Range(0, _rowsOfClass.Length).Where(c => _rowsOfClass[c] > 0)];
            return seen.Length > 0 ? seen.Average(c => Confusion[c][c] / _rowsOfClass[c]) : 0;
        }
    }

    public IEnumerable<double> PerClassLogLoss => _lossOfClass.Zip(_rowsOfClass, (loss, rows) => rows > 0 ? loss / rows : 0);

    public IEnumerable<double> TopKAccuracies(int topK)
    {
        double sum = 0;
        foreach (double rows in _rowsOfRank.Take(topK))
            yield return sum += rows / _rows;
    }

    public void Add(int label, ReadOnlySpan<float> scores)
    {
        bool known = label < scores.Length;
        double loss = -Math.Log(known ? Math.Clamp(scores[label], LeastProbability, 1) : LeastProbability);
        (int rank, int predicted) = Rank(label, known ? scores[label] : 0, scores);
        _rows++;
        _loss += loss;
        _rowsOfRank[rank]++;
        if (!known)
            return;
        _rowsOfClass[label]++;
        _lossOfClass[label] += loss;
        Confusion[label][predicted]++;
    }

    // Among equal scores the lower class ranks first.
    private static (int Rank, int Predicted) Rank(int label, float score, ReadOnlySpan<float> scores)
    {
        int rank = 0, predicted = 0;
        for (int c = 0; c < scores.Length; c++)
        {
            if (scores[c] > score || (scores[c] == score && c < label))
                rank++;
            if (scores[c] > scores[predicted])
                predicted = c;
        }
        return (rank, predicted);
    }
}
