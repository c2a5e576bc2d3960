using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Evaluation.Tests;

/// <summary>Figures of generated rows under judges whose answers can be worked out by hand.</summary>
[TestClass]
public sealed class GeneratedRowsTests
{
    private const float Slope = 3;

    /// <summary>One feature, no hidden layer: class 1 with the probability 1 / (1 + exp(-Slope x)).</summary>
    private static readonly Classifier Judge = new(ClassifierArchitecture.Mlp(1, [], 2), [0, Slope, 0, 0]);

    [TestMethod]
    public void ClassEntropyIsThatOfTheSharesTheJudgeFinds()
    {
        FeatureMoments real = FeatureMoments.Of(Judge, [-1, 1]);

        Assert.AreEqual(Math.Log(2), SampleQuality.Of(Judge, [-1, 2, 3, -4], real).ClassEntropy, 1e-12);
        Assert.AreEqual(
            -(0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75)), SampleQuality.Of(Judge, [-1, 2, 3, 4], real).ClassEntropy, 1e-12);
        Assert.AreEqual(0, SampleQuality.Of(Judge, [1, 2, 3, 4], real).ClassEntropy);
    }

    [TestMethod]
    public void FrechetDistanceIsTakenInTheJudgesHiddenLayer()
    {
        // hidden value max(0, 2 x): rows -1, 1, 3 become 0, 2, 6
        var judge = new Classifier(ClassifierArchitecture.Mlp(1, [1], 2), [2, 0, 1, -1, 0, 0]);

        double distance = SampleQuality.Of(judge, [-1, 1, 3], FeatureMoments.Of(judge, [0, 0])).Frechet;

        Assert.AreEqual(Math.Pow(8 / 3.0, 2) + (28 / 3.0), distance, 1e-5, "mean 8/3 and variance 28/3 against a point at 0");
    }

    [TestMethod]
    public void AccuracyAndEntropyAreTheJudges()
    {
        float[] rows = [-0.2f, -0.4f, 0.3f, 0.9f, -0.5f];
        int[] labels = [0, 0, 0, 1, 1];
        double expected = rows.Average(x =>
        {
            double p = 1 / (1 + Math.Exp(-Slope * (double)x));
            return -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));
        });

        ConditionalQuality quality = ConditionalQuality.Of(Judge, rows, labels, [Real(-1, 0), Real(0, 1)]);

        Assert.AreEqual(0.6, quality.Accuracy, 1e-12);
        Assert.AreEqual(expected, quality.ClassEntropy, 1e-6);
    }

    [TestMethod]
    public void DiversityIsTheRatioOfDistancesWithinAClass()
    {
        // deviations: half of the real ones in class 0, twice in class 1
        ConditionalQuality quality = ConditionalQuality.Of(
            Judge, [-4, -3, -2, 1, 5, 9], [0, 0, 0, 1, 1, 1], [Real(-4, -2, 0), Real(1, 3, 5)]);

        Assert.AreEqual((0.5 + 2) / 2, quality.Diversity, 1e-12);
        Assert.AreEqual(((1 + 1) + (4 + 4)) / 2.0, quality.ClassFrechet, 1e-12, "means apart by 1 and 2, deviations by 1 and 2");
    }

    [TestMethod]
    public void EveryClassNeedsRows()
    {
        Assert.ThrowsExactly<ArgumentException>(() => ConditionalQuality.Of(Judge, [1, 2, 3], [0, 0, 1], [Real(0, 1), Real(0, 1)]));
        Assert.ThrowsExactly<ArgumentException>(() => ConditionalQuality.Of(Judge, [1, 2, 3], [0, 0], [Real(0, 1), Real(0, 1)]));
        Assert.ThrowsExactly<ArgumentException>(() => ConditionalQuality.Of(Judge, [1, 2, 3, 4], [0, 0, 1, 1], [Real(0, 1)]));
        Assert.ThrowsExactly<ArgumentException>(() => ConditionalQuality.Of(Judge, [1, 2, 3, 4], [0, 0, 1, 2], [Real(0, 1), Real(0, 1)]));
    }

    private static FeatureMoments Real(params float[] rows) => FeatureMoments.Of(Judge, rows);
}
