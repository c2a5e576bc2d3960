using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class StreamingTests
{
    private const int Size = 64;

    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 8, HiddenSizes = [16], LabelColumnName = "Label", Seed = 1,
        Engine = new SimdEngine { MaxDegreeOfParallelism = 1 },
        Sampler = new BlockGibbsSampler { Sweeps = 1, MaxDegreeOfParallelism = 1 },
        Training = new() { Epochs = 2, BatchSize = 100, Chains = 16, MaxDegreeOfParallelism = 1 },
        ClassFit = new() { Steps = 20, Chains = 16, Classifier = null, MaxDegreeOfParallelism = 1 },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(2, 128)]
    [DataRow(5000, 128)]
    [DataRow(10, 3000)]
    public void FeaturesAndCodesOfAllRowsFitIntoArrays(int features, int latents)
    {
        BmVaeEstimator.Options options = new() { LatentSize = latents }, labelled = options with { LabelColumnName = "Label" };
        foreach (int? asked in (int?[])[null, int.MaxValue])
        {
            long rows = (options with { ShuffleBufferRows = asked }).BufferRows(features);
            Assert.IsLessThanOrEqualTo(Array.MaxLength, rows * features);
            rows = (labelled with { ShuffleBufferRows = asked }).BufferRows(features);
            Assert.IsLessThanOrEqualTo(Array.MaxLength, (3 * rows / 2) * Math.Max(features, latents));
        }

        Assert.AreEqual(342_392, options.BufferRows(784));
        Assert.AreEqual(7, (labelled with { ShuffleBufferRows = 7 }).BufferRows(features));
    }

    [TestMethod]
    public void RowsThatTheBufferHoldsAreReadOnceAndOthersOnceAnEpoch()
    {
        Assert.AreEqual(1, Passes(Options with { ShuffleBufferRows = 1000 }));
        Assert.AreEqual(1 + 2 + 1 + 1, Passes(Options with { ShuffleBufferRows = 999 }), "statistics, epochs, check, classes");
        Assert.AreEqual(1 + 1 + 2 + 1, Passes(Options with
        {
            ShuffleBufferRows = 999, LabelColumnName = null, Training = Options.Training with { ValidationFraction = 0.1 },
        }), "statistics, validation rows, epochs, check");

        int Passes(BmVaeEstimator.Options options)
        {
            var view = new GeneratedView(1000, Size);
            _ml.Transforms.BmVae(options).Fit(view).Dispose();
            return view.Passes;
        }
    }

    [TestMethod]
    public void MemoryDoesNotGrowWithTheNumberOfRows()
    {
        const int Buffer = 2000;
        const long BufferBytes = Buffer * Size * sizeof(float);

        long small = PeakBytes(rows: 2 * Buffer), large = PeakBytes(rows: 20 * Buffer);

        Assert.IsLessThan(small + (BufferBytes / 4), large, $"bytes, where reading all rows takes {20 * BufferBytes}");

        long PeakBytes(int rows)
        {
            var view = new GeneratedView(rows, Size);
            _ml.Transforms.BmVae(Options with { ShuffleBufferRows = Buffer }).Fit(view).Dispose();
            return view.PeakBytes;
        }
    }

    [TestMethod]
    public void StreamingLearnsScalingAndClassesOfAllRows()
    {
        Row[] rows = Row.Generate(3000);
        rows[^1].Features[5] = 7; // far behind the buffer
        rows[^2].Label = "last";
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        BmVaeEstimator.Options options = Options with { Likelihood = FeatureLikelihood.Bernoulli };

        BmVaeModel streamed = _ml.Transforms.BmVae(options with { ShuffleBufferRows = 200 }).Fit(view).Model;
        BmVaeModel whole = _ml.Transforms.BmVae(options).Fit(view).Model;

        CollectionAssert.AreEqual(whole.Scaling.Unit, streamed.Scaling.Unit);
        Assert.AreEqual(7, streamed.Scaling.Unit[5]);
        CollectionAssert.AreEqual(whole.ClassNames, streamed.ClassNames);
        CollectionAssert.Contains(streamed.ClassNames, "last");
        Assert.AreEqual(3000, streamed.Training!.Epochs[0].Rows);
    }

    [TestMethod]
    public void SeedDecidesAStreamedModel()
    {
        float[] Train(ulong seed) =>
            _ml.Transforms.BmVae(Options with { ShuffleBufferRows = 300, Seed = seed })
                .Fit(new GeneratedView(1000, Size)).Model.Parameters.ToArray();

        float[] first = Train(1);

        CollectionAssert.AreEqual(first, Train(1));
        CollectionAssert.AreNotEqual(first, Train(2));
    }

    [TestMethod]
    public void ARareClassKeepsMoreThanItsShareOfTheRowsThatClassesAreFittedOn()
    {
        BmVaeModel model = _ml.Transforms.BmVae(Options with { ShuffleBufferRows = 600 }).Fit(new GeneratedView(100_000, Size)).Model;

        // 100 rare rows of 100,000: a share of 0.6 of 600 rows, but half of an equal share is 100.
        double[] rows = [.. model.Classes.Items.Select(entry => entry.Machines.Sum(machine => machine.Rows))];
        CollectionAssert.AreEqual(new[] { "left", "right", "rare" }, model.ClassNames);
        Assert.AreEqual(100, rows[2]);
        Assert.AreEqual(300, rows[0], 1);
        Assert.AreEqual(300, rows[1], 1);
    }

    [TestMethod]
    public void ABadValueBehindTheBufferIsNamed()
    {
        Row[] rows = Row.Generate(500);
        rows[400].Features[7] = float.NaN;
        var thrown = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.BmVae(Options with { ShuffleBufferRows = 100 }).Fit(_ml.Data.LoadFromEnumerable(rows)));
        StringAssert.StartsWith(thrown.Message, "Input column 'Features', row 400, slot 7: expected a finite number, got NaN.");

        rows[400].Features[7] = 255;
        BmVaeEstimator.Options unscaled = Options with
        {
            ShuffleBufferRows = 100, Scaling = FeatureScaling.None, Likelihood = FeatureLikelihood.Bernoulli,
        };
        thrown = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BmVae(unscaled).Fit(_ml.Data.LoadFromEnumerable(rows)));
        StringAssert.StartsWith(thrown.Message, "Input column 'Features', row 400, slot 7: expected a number within [0, 1]");
    }

    [TestMethod]
    public void BufferWithoutRowsIsRefused()
    {
        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Options with { ShuffleBufferRows = 0 });
        StringAssert.StartsWith(thrown.Message, "Option 'ShuffleBufferRows': expected a number of at least 1, got 0.");
    }
}
