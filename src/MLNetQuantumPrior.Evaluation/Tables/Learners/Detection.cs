namespace MLNetQuantumPrior.Evaluation;

/// <summary>How well a classifier tells synthetic rows from real ones, as many of each, by cross-validation.</summary>
internal sealed class Detection
{
    /// <summary>Parts that rows are split into: each is tested by what was trained on the others.</summary>
    public const int Folds = 5;

    private readonly float[][] _real, _synthetic;

    public Detection(CodedTable real, CodedTable synthetic, ulong realSeed, ulong syntheticSeed)
    {
        var features = new TableFeatures(real);
        int rows = Math.Min(real.Rows, synthetic.Rows);
        _real = features.Of(real.Take(CodedTable.Shuffled(real.Rows, realSeed)[..rows]));
        _synthetic = features.Of(synthetic.Take(CodedTable.Shuffled(synthetic.Rows, syntheticSeed)[..rows]));
    }

    /// <summary>AUC on one part: 0.5 where rows cannot be told apart; NaN where there are fewer rows than parts.</summary>
    public double Of(int fold, bool boosted)
    {
        if (_real.Length < Folds)
        {
            return double.NaN;
        }

        float[][] train = [.. Part(_real, fold, inside: false), .. Part(_synthetic, fold, inside: false)];
        float[][] real = [.. Part(_real, fold, inside: true)], synthetic = [.. Part(_synthetic, fold, inside: true)];
        float[] labels = [.. Enumerable.Range(0, train.Length).Select(row => row < train.Length / 2 ? 0f : 1f)];
        double[] scores = StockLearner.Scores(boosted, numbers: false, train, labels, [.. real, .. synthetic]);
        return Auroc.Of(scores.AsSpan(0, real.Length), scores.AsSpan(real.Length));
    }

    private static IEnumerable<float[]> Part(float[][] rows, int fold, bool inside) =>
        rows.Where((_, row) => row % Folds == fold == inside);
}
