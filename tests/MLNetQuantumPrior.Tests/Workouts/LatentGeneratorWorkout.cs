using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using Blob = MLNetQuantumPrior.Tests.LatentGeneratorTransformerTests.Blob;

namespace MLNetQuantumPrior.Tests;

/// <summary>Generation by label as a part of a pipeline.</summary>
[TestClass]
public sealed class LatentGeneratorWorkout
    : Workout<LatentGeneratorTransformer, LatentGeneratorWorkout.LabelRow, LatentGeneratorWorkout.Prediction>
{
    private static readonly LabelRow[] All =
        [.. Enumerable.Range(0, 300).Select(k => new LabelRow { Time = new(k, DateTimeKind.Utc), Label = k % 3 == 0 ? "left" : "right" })];

    private static readonly Lazy<BmVaeModel> Model = new(() =>
    {
        IDataView rows = Ml.Data.LoadFromEnumerable(Blob.Generate(600));
        using BmVaeTransformer vae = Ml.Transforms.BmVae(LatentGeneratorTransformerTests.Options).Fit(rows);
        return vae.Model;
    });

    protected override IReadOnlyList<LabelRow> Rows => All;

    protected override string[] Added => ["Image", "Energy"];

    protected override string[] Needed => ["Label"];

    protected override string Telling => "Image";

    protected override IEstimator<LatentGeneratorTransformer> Estimator =>
        Ml.Transforms.GenerateFromPrior(Model.Value, outputColumnName: "Image", mode: GenerationMode.Conditional, seed: 3);

    protected override IEnumerable<(IDataView View, string Error)> WrongViews
    {
        get
        {
            IDataView rows = Ml.Data.LoadFromEnumerable(All);
            yield return (Ml.Transforms.DropColumns("Label").Fit(rows).Transform(rows), "Could not find label column 'Label'");
            yield return (
                Ml.Transforms.CopyColumns("Label", "Time").Fit(rows).Transform(rows), "Schema mismatch for label column 'Label'");
            yield return (Ml.Data.LoadFromEnumerable([new VectorLabel()]), "Schema mismatch for label column 'Label'");
        }
    }

    protected override float[] Values(Prediction prediction, string column) => column == "Image" ? prediction.Image : [prediction.Energy];

    public sealed class LabelRow
    {
        public DateTime Time { get; set; }

        public string Label { get; set; } = "";
    }

    public sealed class Prediction
    {
        public float[] Image { get; set; } = [];

        public float Energy { get; set; }
    }

    private sealed class VectorLabel
    {
        [VectorType(2)]
        public float[] Label { get; set; } = [0, 1];
    }
}
