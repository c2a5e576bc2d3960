using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class MissingValueTests
{
    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 6, HiddenSizes = [16], Training = new() { Epochs = 2, BatchSize = 32, Chains = 16 }, Seed = 1,
        MissingValues = MissingValues.Mean,
        Columns = new() { ReconstructionLoss = "Loss" },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TheMeanOfTheOtherRowsStandsForAMissingValue()
    {
        Row[] whole = Row.Generate(128), broken = Row.Generate(128);
        broken[3].Features[7] = broken[100].Features[7] = float.NaN;
        float mean = broken.Select(row => row.Features[7]).Where(value => !float.IsNaN(value)).Average();
        whole[3].Features[7] = whole[100].Features[7] = mean;
        IDataView brokenView = _ml.Data.LoadFromEnumerable(broken), wholeView = _ml.Data.LoadFromEnumerable(whole);

        BmVaeTransformer transformer = _ml.Transforms.BmVae(Options with { Likelihood = FeatureLikelihood.Bernoulli }).Fit(brokenView);
        BmVaeTransformer expected = _ml.Transforms.BmVae(
            Options with { Likelihood = FeatureLikelihood.Bernoulli, MissingValues = MissingValues.Refuse }).Fit(wholeView);

        Assert.AreEqual(mean, transformer.Model.Scaling.Missing[7], 1e-6);
        CollectionAssert.AreEqual(Losses(transformer, wholeView), Losses(transformer, brokenView), "in each transform");
        for (int k = 0; k < expected.Model.Parameters.Length; k++)
        {
            Assert.AreEqual(
                expected.Model.Parameters[k], transformer.Model.Parameters[k], 1e-4, "in training, but for the last digit of the mean");
        }
    }

    [TestMethod]
    public void AModelFileKeepsWhatStandsForMissingValues()
    {
        Row[] rows = Row.Generate(64);
        rows[5].Features[0] = float.NaN;
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        BmVaeTransformer transformer = _ml.Transforms.BmVae(Options).Fit(view);
        using var file = new MemoryStream();
        transformer.Model.Save(file);
        file.Position = 0;

        using var loaded = new BmVaeTransformer(BmVaeModel.Load(file), "Latent", "Features", columns: Options.Columns);

        CollectionAssert.AreEqual(transformer.Model.Scaling.Missing, loaded.Model.Scaling.Missing);
        CollectionAssert.AreEqual(Losses(transformer, view), Losses(loaded, view));
        Assert.IsFalse(Losses(loaded, view).Any(float.IsNaN));
    }

    [TestMethod]
    public void SlotWithoutAnyValueIsNamed()
    {
        Row[] rows = Row.Generate(64);
        foreach (Row row in rows)
        {
            row.Features[9] = float.NaN;
        }

        var thrown = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BmVae(Options).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.AreEqual("Input column 'Features', slot 9: expected a value in at least one row, got only NaN.", thrown.Message);
    }

    [TestMethod]
    public void InfinityIsNotMissing()
    {
        Row[] rows = Row.Generate(64);
        rows[5].Features[9] = float.NegativeInfinity;

        var thrown = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.BmVae(Options).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.AreEqual("Input column 'Features', row 5, slot 9: expected a finite number, got -Infinity.", thrown.Message);
    }

    private static float[] Losses(BmVaeTransformer transformer, IDataView view)
    {
        IDataView losses = transformer.Transform(view);
        return [.. losses.GetColumn<float>("Loss")];
    }
}
