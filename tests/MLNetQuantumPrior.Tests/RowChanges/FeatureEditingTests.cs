using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Tests.RowChanges;

[TestClass]
public sealed class FeatureEditingTests
{
    private const int Count = 30;
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly BmVaeModel Model =
        SmallEdits.WithAttributes(GeneratorModels.Random(Row.Size, latents: 8, classes: 2, machinesPerClass: 1));
    private static readonly Row[] Rows = Row.Generate(Count);

    private static readonly FeatureEditingEstimator.Options Options = new()
    {
        Set = [Given.Is("Size", "large"), Given.Not("Kind", "a")], OutputColumnName = "Edited", EnergyColumnName = "Energy",
        Editing = new() { Chains = 2, Sweeps = 3, Attempts = 2, Seed = 5 },
    };

    [TestMethod]
    public void RowsAreEditedAsTheEditorDoes()
    {
        IDataView view = Ml.Data.LoadFromEnumerable(Rows);
        using FeatureEditingTransformer transformer = Ml.Transforms.EditFeatures(Model, Options).Fit(view);
        EditedRows expected = new Editor(Model, Options.Editing).Edit(
            [.. Rows.SelectMany(row => row.Features)], Options.Set, [.. Enumerable.Range(0, Count).Select(row => (ulong)row)]);
        IDataView edited = transformer.Transform(view);
        CollectionAssert.AreEqual(expected.Features.ToArray(), edited.GetColumn<float[]>("Edited").SelectMany(row => row).ToArray());
        CollectionAssert.AreEqual(
            expected.Energies.Select(energy => (float)energy).ToArray(), edited.GetColumn<float>("Energy").ToArray());
    }

    [TestMethod]
    public void ASavedEditorEditsAlike()
    {
        IDataView view = Ml.Data.LoadFromEnumerable(Rows);
        using FeatureEditingTransformer transformer = Ml.Transforms.EditFeatures(Model, Options).Fit(view);
        using var file = new MemoryStream();
        Ml.Model.Save(transformer, view.Schema, file);
        file.Position = 0;
        using var loaded = (FeatureEditingTransformer)Ml.Model.LoadBmVae(file, out _);
        CollectionAssert.AreEqual(
            transformer.Transform(view).GetColumn<float[]>("Edited").SelectMany(row => row).ToArray(),
            loaded.Transform(view).GetColumn<float[]>("Edited").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void RefusesWhatTheModelDoesNotKnow()
    {
        Assert.Contains("Colour", Assert.ThrowsExactly<ArgumentException>(
            () => Ml.Transforms.EditFeatures(Model, [Given.Is("Colour", "red")])).Message);
        Assert.Contains("expected at least one condition", Assert.ThrowsExactly<ArgumentException>(
            () => Ml.Transforms.EditFeatures(Model, [])).Message);
        Assert.Contains("expected a model with attributes", Assert.ThrowsExactly<ArgumentException>(() => Ml.Transforms.EditFeatures(
            GeneratorModels.Random(5, latents: 3, classes: 2, machinesPerClass: 1), [Given.Is("Size", "large")])).Message);
    }
}
