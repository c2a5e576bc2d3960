using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>What a judge, a classifier trained on real rows, sees in generated rows.</summary>
/// <param name="Frechet">
/// <see cref="FrechetDistance"/> of generated from real rows in the judge's last hidden layer.
/// </param>
/// <param name="ClassEntropy">
/// Entropy in nats of the classes that the judge finds in the rows: the logarithm of the number of classes where all come equally often, 0
/// where one class is all there is.
/// </param>
public sealed record SampleQuality(double Frechet, double ClassEntropy)
{
    /// <summary>Judges generated rows.</summary>
    /// <param name="judge">The classifier.</param>
    /// <param name="generated">Rows as the judge takes them, at least two. <c>[rows, InputSize]</c></param>
    /// <param name="real">Moments of real rows in the judge's features.</param>
    public static SampleQuality Of(Classifier judge, ReadOnlySpan<float> generated, FeatureMoments real)
    {
        ArgumentNullException.ThrowIfNull(judge);
        int[] labels = new int[generated.Length / judge.Architecture.InputSize];
        judge.Classify(generated, labels);
        return new(FrechetDistance.Between(FeatureMoments.Of(judge, generated), real), Entropy(labels));
    }

    private static double Entropy(int[] labels) => -labels.CountBy(label => label).Sum(count =>
    {
        double share = count.Value / (double)labels.Length;
        return share * Math.Log(share);
    });
}
