using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>The likelihood that the estimator finds for a column of six slots.</summary>
[TestClass]
public sealed class LikelihoodChoiceTests
{
    private static readonly BmVaeEstimator.Options Quick =
        new() { LatentSize = 3, HiddenSizes = [4], Training = new() { Epochs = 1, BatchSize = 4, Chains = 4 }, Seed = 1 };

    private static readonly float[] Pixels = [0, .25f, 1, 0, .5f, .75f, 1, 1, .25f, 0, 0, .5f, 0, 0, 0, .5f, 1, 1, 0, 0, 1, 1, 1, 1];
    private static readonly float[] Table =
        [0, .5f, 7, 0, 1, 0, 1, .25f, -2, 0, 0, 1, 1, .75f, 3, 1, 0, 0, 0, 0, 4, 0, 0, 0]; // the last row has no known category

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ValuesWithinTheUnitIntervalArePixels()
    {
        Assert.AreEqual(Likelihood.Bernoulli(6), Chosen(Quick, Pixels));
        Assert.AreEqual(Likelihood.Gaussian(6), Chosen(Quick with { Likelihood = FeatureLikelihood.Gaussian }, Pixels));
    }

    [TestMethod]
    public void NormalizedColumnsAreTablesAndTheirBinarySlotsBernoulli() =>
        Assert.AreEqual(
            new(new BernoulliSlots(1), new GaussianSlots(4), new BernoulliSlots(1)),
            Chosen(Quick, [0, .25f, 1, 0, .5f, 0, 1, 1, .25f, .5f, 0, 1, 0, 0, 0, .5f, 1, 1, 0, 0, 1, 1, 1, 1], normalized: true));

    [TestMethod]
    public void OneHotGroupsAreCategoricalAndOtherSlotsOfATableByTheirValues()
    {
        var numbers = new SlotGroup[] { new BernoulliSlots(1), new GaussianSlots(2) };
        Assert.AreEqual(new([.. numbers, new CategoricalSlots(3)]), Chosen(Quick, Table, [3, 5]));
        Assert.AreEqual(new([.. numbers, new BernoulliSlots(3)]), Chosen(Quick, Table), "without the annotation");
        Assert.AreEqual(
            new(new GaussianSlots(3), new CategoricalSlots(3)),
            Chosen(Quick with { Likelihood = FeatureLikelihood.Gaussian }, Table, [3, 5]));
        Assert.AreEqual(Likelihood.Bernoulli(6), Chosen(Quick with { Likelihood = FeatureLikelihood.Bernoulli }, Table, [3, 5]));
        Assert.AreEqual(
            new(new BernoulliSlots(3), new CategoricalSlots(3)),
            Chosen(Quick with { Scaling = FeatureScaling.Shared }, Table, [3, 5]), "pixels");
    }

    [TestMethod]
    public void NeighbouringOneHotGroupsStayApart() =>
        Assert.AreEqual(
            new(new CategoricalSlots(2), new CategoricalSlots(1), new GaussianSlots(1), new CategoricalSlots(2)),
            Chosen(Quick, [1, 0, 1, 9, 0, 1, 0, 1, 0, 8, 1, 0, 1, 0, 1, 7, 0, 1, 0, 0, 1, 6, 0, 1], [0, 1, 2, 2, 4, 5]));

    [TestMethod]
    public void GivenGroupsOverrideWhatTheDataSay()
    {
        var groups = new SlotGroup[] { new GaussianSlots(3) { Variance = .5 }, new BernoulliSlots(3) };
        Assert.AreEqual(new([.. groups]), Chosen(Quick with { SlotGroups = [.. groups] }, Pixels));
    }

    [TestMethod]
    public void ContradictionsAreNamed()
    {
        Throws("Option 'SlotGroups': expected none beside 'Likelihood' Gaussian, got [Gaussian(6)]. Give one of the two.", () =>
            _ml.Transforms.BmVae(Quick with { Likelihood = FeatureLikelihood.Gaussian, SlotGroups = [new GaussianSlots(6)] }));
        Throws("Option 'SlotGroups': expected groups of 6 slots in all, the size of input column 'Features', got 4: Gaussian(4).", () =>
            Chosen(Quick with { SlotGroups = [new GaussianSlots(4)] }, Pixels));
        Throws("row 0, slot 2: expected a number within [0, 1], since the slot is Bernoulli and 'Scaling' is None, got 7", () =>
            Chosen(Quick with { Scaling = FeatureScaling.None, SlotGroups = [new GaussianSlots(2), new BernoulliSlots(4)] }, Table));
        Throws("Feature 4 of row 0: expected zeros and at most one 1 in features 3 to 5, got 0.5", () => Chosen(Quick, Pixels, [3, 5]));
    }

    private static void Throws(string message, Action action) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, message);

    private Likelihood Chosen(BmVaeEstimator.Options options, float[] values, int[]? ranges = null, bool normalized = false)
    {
        var schema = SchemaDefinition.Create(typeof(SixSlots));
        if (ranges is not null)
        {
            var type = new VectorDataViewType(NumberDataViewType.Int32, ranges.Length / 2, 2);
            schema["Features"].AddAnnotation("CategoricalSlotRanges", new VBuffer<int>(ranges.Length, ranges), type);
        }

        if (normalized)
        {
            schema["Features"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        }

        IDataView view = _ml.Data.LoadFromEnumerable(values.Chunk(6).Select(row => new SixSlots { Features = row }), schema);
        using BmVaeTransformer vae = _ml.Transforms.BmVae(options).Fit(view);
        return vae.Model.Architecture.Likelihood;
    }

    private sealed class SixSlots
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];
    }
}
