using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Whether values are rates, amounts or astronomical does not matter.</summary>
[TestClass]
public sealed class ScaleOfValuesTests
{
    private static readonly BmVaeEstimator.Options Options = new()
    {
        LatentSize = 4, HiddenSizes = [16], Seed = 1,
        Training = new() { Epochs = 100, BatchSize = 20, LearningRate = 5e-3, Chains = 32 },
        Columns = new() { Reconstruction = "Back" },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(0.01f, FeatureScaling.PerSlot, FeatureLikelihood.Automatic)]
    [DataRow(1e-6f, FeatureScaling.PerSlot, FeatureLikelihood.Automatic)]
    [DataRow(1e-30f, FeatureScaling.PerSlot, FeatureLikelihood.Automatic)]
    [DataRow(1e30f, FeatureScaling.PerSlot, FeatureLikelihood.Automatic)]
    [DataRow(0.01f, FeatureScaling.PerSlot, FeatureLikelihood.Bernoulli)]
    [DataRow(1e-30f, FeatureScaling.Shared, FeatureLikelihood.Automatic)]
    [DataRow(1e-6f, FeatureScaling.Quantiles, FeatureLikelihood.Automatic)]
    [DataRow(1e30f, FeatureScaling.Quantiles, FeatureLikelihood.Automatic)]
    public void SlotsOfAnyScaleAreLearned(float scale, FeatureScaling scaling, FeatureLikelihood likelihood)
    {
        float[][] table = [.. Enumerable.Range(0, 120).Select(row =>
            Enumerable.Range(0, 6).Select(slot => (row / (slot % 2 == 0 ? 1 : 2)) % 2 * scale).ToArray())];

        using BmVaeTransformer vae = _ml.Transforms.BmVae(Options with { Scaling = scaling, Likelihood = likelihood }).Fit(View(table));

        float[][] back = [.. vae.Transform(View(table)).GetColumn<float[]>("Back")];
        for (int row = 0; row < table.Length; row++)
        {
            for (int slot = 0; slot < 6; slot++)
            {
                Assert.AreEqual(table[row][slot] / scale, back[row][slot] / scale, 0.1, $"row {row}, slot {slot}");
            }
        }
    }

    [TestMethod]
    public void ADifferenceTooSmallToDivideByIsNone()
    {
        float[][] table = [.. Enumerable.Range(0, 60).Select(row => (float[])[row % 2 * 1e-39f, row % 2])];
        foreach (FeatureScaling scaling in (FeatureScaling[])[FeatureScaling.PerSlot, FeatureScaling.Quantiles])
        {
            using BmVaeTransformer vae = _ml.Transforms.BmVae(
                Options with
                {
                    Scaling = scaling, Likelihood = FeatureLikelihood.Gaussian, Training = Options.Training with { Epochs = 2 },
                }).Fit(View(table));
            Assert.AreEqual(0, vae.Model.Scaling.Unit[0], "as of a constant");
            Assert.AreEqual(0.5, vae.Model.Scaling.Unit[1], 1e-6);
            Assert.IsTrue(vae.Transform(View(table)).GetColumn<float[]>("Back").All(row => row[0] is >= 0 and < 1e-38f));
        }
    }

    private IDataView View(float[][] rows)
    {
        var schema = SchemaDefinition.Create(typeof(AnyRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return _ml.Data.LoadFromEnumerable(rows.Select(row => new AnyRow { Features = row }), schema);
    }

    private sealed class AnyRow
    {
        public float[] Features { get; set; } = [];
    }
}
