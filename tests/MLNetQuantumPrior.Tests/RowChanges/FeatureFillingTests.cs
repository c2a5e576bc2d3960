using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests.RowChanges;

[TestClass]
public sealed class FeatureFillingTests
{
    private const int Count = 40;
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly BmVaeModel Model = GeneratorModels.Random(Row.Size, latents: 8, classes: 2, machinesPerClass: 1);
    private static readonly ImmutableArray<bool> Known = ImageSlots.Outside((Row.Side, Row.Side, 1), 0, 3, Row.Side, 3);
    private static readonly Row[] Rows = Row.Generate(Count);

    private static readonly FeatureFillingEstimator.Options Options = new()
    {
        OutputColumnName = "Filled", EnergyColumnName = "Energy", Known = Known,
        Filling = new() { Chains = 4, AnnealingSteps = 3, Steps = 3, PoolSize = 200, Seed = 5 },
    };

    [TestMethod]
    public void RowsAreFilledAsTheFillerDoes()
    {
        IDataView view = Ml.Data.LoadFromEnumerable(Rows);
        using FeatureFillingTransformer transformer = Ml.Transforms.FillFeatures(Model, Options).Fit(view);
        IDataView filled = transformer.Transform(view);
        FilledRows expected = new RowFiller(Model, Options.Filling).Fill(
            [.. Rows.SelectMany(row => row.Features)],
            [.. Enumerable.Repeat(Known, Count).SelectMany(known => known)],
            [.. Enumerable.Range(0, Count).Select(row => (ulong)row)]);
        CollectionAssert.AreEqual(expected.Features.ToArray(), filled.GetColumn<float[]>("Filled").SelectMany(row => row).ToArray());
        CollectionAssert.AreEqual(
            expected.Energies.Select(energy => (float)energy).ToArray(), filled.GetColumn<float>("Energy").ToArray());
        CollectionAssert.AreEqual(Rows.Select(row => row.Label).ToArray(), filled.GetColumn<string>("Label").ToArray());
    }

    [TestMethod]
    public void WhatIsNaNIsFilledToo()
    {
        Row[] holes = [.. Rows.Select((row, k) => new Row
        {
            Label = row.Label, Features = [.. row.Features.Select((value, slot) => Known[slot] && slot != k % 18 ? value : float.NaN)],
        })];
        IDataView view = Ml.Data.LoadFromEnumerable(holes);
        using FeatureFillingTransformer transformer = Ml.Transforms.FillFeatures(
            Model, Options with { OutputColumnName = "Features", Known = [] }).Fit(view);
        float[][] filled = [.. transformer.Transform(view).GetColumn<float[]>("Features")];
        for (int k = 0; k < Count; k++)
        {
            for (int slot = 0; slot < Row.Size; slot++)
            {
                bool isKnown = Known[slot] && slot != k % 18;
                Assert.IsTrue(isKnown ? filled[k][slot] == Rows[k].Features[slot] : float.IsFinite(filled[k][slot]));
            }
        }
    }

    [TestMethod]
    public void ASavedFillerFillsAlike()
    {
        IDataView view = Ml.Data.LoadFromEnumerable(Rows);
        using FeatureFillingTransformer transformer = Ml.Transforms.FillFeatures(Model, Options).Fit(view);
        using var file = new MemoryStream();
        Ml.Model.Save(transformer, view.Schema, file);
        file.Position = 0;
        using var loaded = (FeatureFillingTransformer)Ml.Model.LoadBmVae(file, out _);
        CollectionAssert.AreEqual(
            transformer.Transform(view).GetColumn<float[]>("Filled").SelectMany(row => row).ToArray(),
            loaded.Transform(view).GetColumn<float[]>("Filled").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void TheSchemaSaysWhatComes()
    {
        IDataView view = Ml.Data.LoadFromEnumerable(Rows);
        FeatureFillingEstimator estimator = Ml.Transforms.FillFeatures(Model, Options);
        SchemaShape shape = estimator.GetOutputSchema(Shapes.Of(view));
        Assert.IsTrue(shape.Any(column => column.Name == "Filled" && column.Kind == SchemaShape.Column.VectorKind.Vector));
        Assert.IsTrue(shape.Any(column => column.Name == "Energy" && column.Kind == SchemaShape.Column.VectorKind.Scalar));
        using FeatureFillingTransformer transformer = estimator.Fit(view);
        Assert.AreEqual(Row.Size, ((VectorDataViewType)transformer.GetOutputSchema(view.Schema)["Filled"].Type).Size);
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        IDataView view = Ml.Data.LoadFromEnumerable(Rows);
        BmVaeModel other = GeneratorModels.Random(5, latents: 3, classes: 2, machinesPerClass: 1);
        Assert.Contains("expected 5 values, as the model has, got 36", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Ml.Transforms.FillFeatures(other, "Features").Fit(view)).Message);
        Assert.Contains("expected a flag for each of 36 slots of the model, or none, got 2", Assert.ThrowsExactly<ArgumentException>(
            () => Ml.Transforms.FillFeatures(Model, "Features", known: [true, false])).Message);
        Assert.Contains("Rectangle: expected one within an image of 6 x 6 pixels", Assert.ThrowsExactly<ArgumentException>(
            () => ImageSlots.Outside((6, 6, 1), 0, 4, 6, 3)).Message);
    }
}
