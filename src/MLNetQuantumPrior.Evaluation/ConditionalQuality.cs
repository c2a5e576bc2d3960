using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>What a judge, a classifier trained on real rows, sees in rows that were generated for given classes.</summary>
/// <param name="Accuracy">Share of rows that the judge finds to be of the class they were generated for.</param>
/// <param name="ClassEntropy">
/// Entropy in nats of the judge's probabilities of a generated row, mean over rows: how ambiguous a row looks to the judge.
/// </param>
/// <param name="Diversity">
/// Root mean square distance, in the judge's last hidden layer, of two generated rows of a class over that of two real rows of it, mean
/// over classes: below 1 where generated rows are more alike than real ones.
/// </param>
/// <param name="ClassFrechet"><see cref="FrechetDistance"/> of generated from real rows of a class, mean over classes.</param>
public sealed record ConditionalQuality(double Accuracy, double ClassEntropy, double Diversity, double ClassFrechet)
{
    /// <summary>Judges generated rows.</summary>
    /// <param name="judge">The classifier.</param>
    /// <param name="generated">Rows as the judge takes them. <c>[rows, InputSize]</c></param>
    /// <param name="labels">The class that each row was generated for; each class of the judge has at least two rows. <c>[rows]</c></param>
    /// <param name="real">Moments of the real rows of each class in the judge's features.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or a class has fewer than two rows.</exception>
    public static ConditionalQuality Of(
        Classifier judge, ReadOnlySpan<float> generated, ReadOnlySpan<int> labels, IReadOnlyList<FeatureMoments> real)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(real);
        int classes = judge.Architecture.ClassCount, width = judge.Architecture.InputSize;
        if (real.Count != classes || generated.Length != labels.Length * width)
        {
            throw new ArgumentException(
                $"Generated rows: expected {labels.Length} rows of {width} values and moments of {classes} classes, " +
                $"got {generated.Length} values and {real.Count} classes.",
                nameof(generated));
        }

        ClassLabels.Check(labels, labels.Length, classes);
        float[] probabilities = new float[labels.Length * classes];
        judge.Predict(generated, probabilities);
        int[] found = new int[labels.Length];
        judge.Classify(generated, found);
        double diversity = 0, frechet = 0;
        for (int label = 0; label < classes; label++)
        {
            FeatureMoments own = FeatureMoments.Of(judge, RowsOf(label, generated, labels, width));
            diversity += Math.Sqrt(own.TotalVariance / real[label].TotalVariance) / classes;
            frechet += FrechetDistance.Between(own, real[label]) / classes;
        }

        return new(ShareOfHits(found, labels), MeanEntropy(probabilities, labels.Length), diversity, frechet);
    }

    private static float[] RowsOf(int label, ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, int width)
    {
        var own = new List<float>();
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] == label)
            {
                own.AddRange(rows.Slice(row * width, width));
            }
        }

        return [.. own];
    }

    private static double ShareOfHits(ReadOnlySpan<int> found, ReadOnlySpan<int> labels)
    {
        int right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            right += found[row] == labels[row] ? 1 : 0;
        }

        return (double)right / labels.Length;
    }

    private static double MeanEntropy(float[] probabilities, int rows) =>
        -probabilities.Sum(p => p > 0 ? p * Math.Log(p) : 0) / rows;
}
