using CsCheck;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class SlotQuantilesTests
{
    private const int Rows = 5000;

    private static readonly Likelihood One = Likelihood.Gaussian(1);

    /// <summary>Distributions that tables have, by name.</summary>
    private static readonly Dictionary<string, Func<float, float>> OfNormal = new()
    {
        ["normal"] = x => 3 + (2 * x),
        ["skewed"] = x => MathF.Exp(1.5f * x),
        ["heavy tails"] = x => MathF.Sinh(3 * x),
        ["integers"] = x => MathF.Round(40 + (12 * x)),
        ["half of them 0"] = x => Math.Max(0, 1000 * x),
        ["gap"] = x => x + (100 * Math.Sign(x)),
        ["two values"] = x => x > 1 ? 2.5f : 0.5f,
        ["tiny"] = x => 1e-30f * x,
        ["huge"] = x => 1e30f * x,
        ["far from 0"] = x => 16_000_000 + MathF.Round(10 * x),
    };

    public static IEnumerable<object[]> Names => OfNormal.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void DrawsOfNormalScoresAreDistributedAsTheData(string name)
    {
        float[] values = Values(name);
        SlotScaling scaling = Learned(values);
        float[] drawn = Normal(seed: 9, Rows);

        scaling.Invert(drawn);

        Assert.IsLessThanOrEqualTo(SlotQuantiles.MostKnots, scaling.Quantiles[0]!.Knots.Length);
        Assert.IsTrue(drawn.All(value => value >= values.Min() && value <= values.Max()), "within the range");
        Assert.IsLessThan(1.63 * Math.Sqrt(2.0 / Rows), KolmogorovSmirnov(values, drawn), "two samples of one distribution, at 1 %");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ValuesComeBack(string name)
    {
        float[] values = Values(name), back = [.. values];
        SlotScaling scaling = Learned(values);
        double range = (double)values.Max() - values.Min();

        scaling.Scale(back, back);
        Assert.IsTrue(back.All(score => Math.Abs(score) < 4));
        scaling.Invert(back);

        Assert.IsLessThan(1e-5 * range, values.Zip(back, (value, again) => Math.Abs((double)value - again)).Max());
    }

    [TestMethod]
    public void ScoresOfDistinctValuesAreStandardNormal()
    {
        float[] scores = Values("skewed");
        Learned(scores).Scale(scores, scores);

        Assert.AreEqual(0, scores.Average(), 0.01);
        Assert.AreEqual(1, scores.Average(score => score * score), 0.02);
    }

    [TestMethod]
    public void AFrequentValueHasTheScoresOfItsRanks()
    {
        SlotQuantiles quantiles = Quantiles([0, 0, 0, 0, 0, 0, 1, 2, 2, 5]);

        CollectionAssert.AreEqual(new float[] { 0, 1, 2, 5 }, quantiles.Knots.Select(knot => knot.Value).ToArray());
        Assert.AreEqual((float)NormalQuantile.Of(0.3), quantiles.Score(0), "the middle of the first six ranks");
        Assert.AreEqual((float)NormalQuantile.Of(0.65), quantiles.Score(1));
        Assert.AreEqual((float)NormalQuantile.Of(0.8), quantiles.Score(2));
        foreach (float score in (float[])[-50, -1, 0, (float)NormalQuantile.Of(0.5999)])
        {
            Assert.AreEqual(0, quantiles.Value(score));
        }

        Assert.AreEqual(2, quantiles.Value((float)NormalQuantile.Of(0.7001)));
        Assert.AreEqual(2, quantiles.Value((float)NormalQuantile.Of(0.8999)));
    }

    [TestMethod]
    public void WholeNumbersComeBackWholeAndTwoValuesAsThoseTwo()
    {
        foreach (float draw in Normal(2, 1000))
        {
            float whole = Quantiles(Values("integers")).Value(draw), either = Quantiles(Values("two values")).Value(draw);
            Assert.AreEqual(MathF.Round(whole), whole);
            Assert.IsTrue(either is 0.5f or 2.5f, $"{either}");
        }
    }

    [TestMethod]
    public void TailsAreFollowed()
    {
        float[] values = Values("heavy tails");
        float[] drawn = [.. Enumerable.Range(0, Rows).Select(rank => (float)NormalQuantile.Of((rank + 0.5) / Rows))];
        Learned(values).Invert(drawn);
        Assert.AreEqual(1, drawn.Average(Math.Abs) / values.Average(Math.Abs), 0.02);
    }

    [TestMethod]
    public void BothWaysAreMonotoneAndStayInTheRange() =>
        Gen.Select(
            Gen.OneOf(Gen.Float[-1e3f, 1e3f], Gen.Int[-5, 5].Select(x => (float)x), Gen.Float[-1e-37f, 1e-37f]).Array[1, 600],
            Gen.Float[-1.2e3f, 1.2e3f].Array[50],
            Gen.Float[-6, 6].Array[50]).Sample(
            (values, inputs, scores) =>
            {
                SlotQuantiles quantiles = QuantileFit.Of([.. values], isWhole: false);
                float[] ascending = [.. inputs.Concat(values).Order()], ascendingScores = [.. scores.Order(), float.MaxValue];
                float[] scored = Array.ConvertAll(ascending, quantiles.Score);
                float[] valued = Array.ConvertAll(ascendingScores, quantiles.Value);
                return scored.SequenceEqual(scored.Order()) && valued.SequenceEqual(valued.Order())
                    && valued.All(value => value >= values.Min() && value <= values.Max());
            },
            seed: "0000KvhFbB43",
            iter: 300,
            threads: 1);

    [TestMethod]
    public void NaNStaysNaN()
    {
        SlotQuantiles quantiles = Quantiles([1, 2, 3]);
        Assert.AreEqual(float.NaN, quantiles.Score(float.NaN));
        Assert.AreEqual(float.NaN, quantiles.Value(float.NaN));
    }

    [TestMethod]
    public void ConstantsAndSlotsThatAreNotGaussianHaveNone()
    {
        var likelihood = new Likelihood(new GaussianSlots(2), new BernoulliSlots(1), new CategoricalSlots(1));
        var scaling = SlotScaling.Learn(FeatureScaling.Quantiles, [1, 7, 10, 1, 2, 7, 20, 0, 4, 7, 20, 0], likelihood);

        CollectionAssert.AreEqual(new[] { true, false, false, false }, scaling.Quantiles.Select(own => own is not null).ToArray());
        Assert.IsFalse(scaling.IsIdentity);
        float[] row = [3, 8, 15, 1];
        scaling.Scale(row, row);
        CollectionAssert.AreEqual(new[] { 0, 0.5f, 1 }, row[1..]);
        scaling.Invert(row);
        CollectionAssert.AreEqual(new[] { 7f, 15, 1 }, row[1..]);
    }

    [TestMethod]
    public void ASampleOfManyRowsGivesNearlyTheSame()
    {
        float[] values = [.. Enumerable.Range(0, 3).SelectMany(k => Normal(20 + (ulong)k, 30_000))];
        var sample = new RowSample(1, int.MaxValue, seed: 3);
        var statistics = new SlotStatistics(1);
        foreach (float value in values)
        {
            sample.Add([value]);
            statistics.Add([value]);
        }

        float[] drawn = Normal(9, Rows);
        var scaling = ScalingFit.Of(FeatureScaling.Quantiles, statistics, One, sample.Values);
        scaling.Invert(drawn);

        Assert.AreEqual(20_000, sample.Values.Length);
        Assert.IsLessThan(0.03, KolmogorovSmirnov(values, drawn));
        Assert.AreEqual(values.Min(), scaling.Quantiles[0]!.Knots[0].Value, "of all rows");
        Assert.AreEqual(values.Max(), scaling.Quantiles[0]!.Knots[^1].Value, "of all rows");
    }

    [TestMethod]
    public void KnotsThatDoNotAscendAreRefused()
    {
        QuantileKnot low = new(1, -1, -1, -0.5f), high = new(2, 0, 0.5f, 1);
        QuantileKnot[][] wrong =
        [
            [], [high, low], [low, low], [low, high with { Low = -0.6f }], [low with { Score = -2 }], [low with { High = -1.5f }],
            [low with { Value = float.NaN }], [low, high with { High = float.PositiveInfinity }],
            [low with { Value = -3e38f }, high with { Value = 3e38f }],
            [.. Enumerable.Range(0, 257).Select(k => new QuantileKnot(k, k, k, k))],
        ];
        foreach (QuantileKnot[] knots in wrong)
        {
            Assert.ThrowsExactly<ArgumentException>(() => new SlotQuantiles([.. knots]), string.Join(", ", knots));
        }

        var own = new SlotQuantiles([low, high]);
        Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0], [1], One) { Quantiles = [own, own] });
        Assert.ThrowsExactly<ArgumentException>(() => new SlotScaling([0], [1], Likelihood.Bernoulli(1)) { Quantiles = [own] });
    }

    private static SlotQuantiles Quantiles(float[] values) => Learned(values).Quantiles[0]!;

    private static SlotScaling Learned(float[] values) => SlotScaling.Learn(FeatureScaling.Quantiles, values, One);

    private static float[] Values(string name) => Array.ConvertAll(Normal(1, Rows), value => OfNormal[name](value));

    private static float[] Normal(ulong seed, int count)
    {
        float[] values = new float[count];
        new UniformStream(seed, 77).FillNormal(values, 1);
        return values;
    }

    private static double KolmogorovSmirnov(float[] left, float[] right)
    {
        float[] a = [.. left.Order()], b = [.. right.Order()];
        return a.Concat(b).Distinct().Max(value => Math.Abs(Share(a, value) - Share(b, value)));

        static double Share(float[] sorted, float value)
        {
            int low = 0, high = sorted.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
            }

            return (double)low / sorted.Length;
        }
    }
}
