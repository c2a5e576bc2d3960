using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>Energies, losses, scores and p-values are Single, as ML.NET's evaluators and filters want them.</summary>
[TestClass]
public sealed class ScoreColumnTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static readonly IDataView View = Row.View(Ml, 200);

    private static readonly BmVaeTransformer Vae = Ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LatentSize = 6, HiddenSizes = [16], Seed = 1, Training = new() { Epochs = 10, BatchSize = 20, Chains = 16 },
        Columns = new() { Energy = "Energy", ReconstructionLoss = "Loss", OutlierScore = "Score", PValue = "P" },
    }).Fit(View);

    [TestMethod]
    public void TheirTypeIsSingle()
    {
        DataViewSchema schema = Vae.GetOutputSchema(View.Schema);

        foreach (string name in (string[])["Energy", "Loss", "Score", "P"])
        {
            Assert.AreEqual(NumberDataViewType.Single, schema[name].Type, name);
            Assert.HasCount(200, Vae.Transform(View).GetColumn<float>(name));
        }
    }

    [TestMethod]
    public void AnomalyDetectionEvaluatesThem()
    {
        Row[] ordinary = Row.Generate(100, seed: 2), strange = Row.Generate(100, seed: 3);
        foreach (Row row in strange)
        {
            row.Features = [.. row.Features.Select((_, p) => (float)((p / Row.Side + p) % 2))]; // a chessboard
        }

        IDataView rows = Ml.Data.LoadFromEnumerable(
            ordinary.Concat(strange).Select((row, k) => new Judged { Features = row.Features, IsStrange = k >= 100 ? 1 : 0 }));
        IDataView judged = Ml.Transforms.Conversion.ConvertType("PredictedLabel", "IsStrange", DataKind.Boolean)
            .Fit(rows).Transform(Vae.Transform(rows));

        AnomalyDetectionMetrics metrics = Ml.AnomalyDetection.Evaluate(judged, "IsStrange", "Score");

        float[] scores = [.. judged.GetColumn<float>("Score")];
        double above = (from one in scores[100..] from other in scores[..100] select one > other ? 1 : one == other ? 0.5 : 0).Average();
        Assert.AreEqual(above, metrics.AreaUnderRocCurve, 1e-6);
    }

    [TestMethod]
    public void RowsAreFilteredByThem()
    {
        IDataView rows = Vae.Transform(View);

        IDataView kept = Ml.Data.FilterRowsByColumn(rows, "P", lowerBound: 0.5);

        Assert.AreEqual(rows.GetColumn<float>("P").Count(p => p >= 0.5), kept.GetColumn<float>("P").Count());
    }

    [TestMethod]
    public void APredictionEngineGivesThemAsNumbers()
    {
        using var engine = Ml.Model.CreatePredictionEngine<Row, Judgement>(Vae, new PredictionEngineOptions { OwnsTransformer = false });
        float[] energies = [.. Vae.Transform(View).GetColumn<float>("Energy")];

        Judgement[] judged = [.. Row.Generate(200).Select(engine.Predict)];

        for (int row = 0; row < judged.Length; row++)
        {
            Assert.AreEqual(energies[row], judged[row].Energy, 1e-4 * Math.Max(1, Math.Abs(energies[row])));
        }
    }

    private sealed class Judged
    {
        [VectorType(Row.Size)]
        public float[] Features { get; set; } = [];

        public float IsStrange { get; set; }
    }

    private sealed class Judgement
    {
        public float Energy { get; set; }

        public float Score { get; set; }
    }
}
