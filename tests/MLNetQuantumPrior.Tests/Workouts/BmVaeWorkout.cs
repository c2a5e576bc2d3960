using Microsoft.ML;
using Microsoft.ML.Data;
using Blob = MLNetQuantumPrior.Tests.LatentGeneratorTransformerTests.Blob;

namespace MLNetQuantumPrior.Tests;

/// <summary>The estimator and its transformer with every column on.</summary>
[TestClass]
public sealed class BmVaeWorkout : Workout<BmVaeTransformer, BmVaeWorkout.NamedRow, BmVaeWorkout.Prediction>
{
    private const int Count = 300;

    private static readonly NamedRow[] All =
        [.. Blob.Generate(Count).Select(blob => new NamedRow { Features = blob.Features, Label = blob.Label })];

    protected override IReadOnlyList<NamedRow> Rows => All;

    protected override string[] Added => ["Latent", "Reconstruction", "Energy", "Loss", "Strangeness", "P"];

    protected override string[] Needed => ["Features"];

    protected override string Telling => "Latent";

    protected override IEstimator<BmVaeTransformer> Estimator => Ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LatentSize = 8, HiddenSizes = [16], Likelihood = FeatureLikelihood.Bernoulli, Seed = 1,
        Training = new() { Epochs = 60, BatchSize = 20, Chains = 16, LearningRate = 3e-3, ValidationFraction = 0.2 },
        Columns = new()
        {
            LatentKind = LatentKind.Probabilities,
            Reconstruction = "Reconstruction",
            Energy = "Energy",
            ReconstructionLoss = "Loss",
            OutlierScore = "Strangeness",
            PValue = "P",
        },
    });

    protected override IEnumerable<(IDataView View, string Error)> WrongViews
    {
        get
        {
            IDataView rows = Ml.Data.LoadFromEnumerable(All.Take(60));
            yield return (Ml.Transforms.DropColumns("Features").Fit(rows).Transform(rows), "Could not find input column 'Features'");
            yield return (Renamed(rows, "Label"), "Schema mismatch for input column 'Features'");
            yield return (
                Ml.Data.LoadFromEnumerable(All.Take(60).Select(row => new DoubleRow { Features = [.. row.Features] })),
                "Schema mismatch for input column 'Features'");
            yield return (
                Ml.Data.LoadFromEnumerable(All.Take(60).Select(row => new VariableRow { Features = row.Features })),
                "Schema mismatch for input column 'Features'");

            static IDataView Renamed(IDataView rows, string name) => Ml.Transforms.CopyColumns("Features", name).Fit(rows).Transform(rows);
        }
    }

    protected override float[] Values(Prediction prediction, string column) => column switch
    {
        "Latent" => prediction.Latent,
        "Reconstruction" => prediction.Reconstruction,
        "Energy" => [prediction.Energy],
        "Loss" => [prediction.Loss],
        "Strangeness" => [prediction.Strangeness],
        _ => [prediction.P],
    };

    /// <summary>The score of a held-out row, compared with itself, may come out a rounding error below.</summary>
    protected override double Tolerance(string column) => column == "P" ? 1.01 / (1 + (0.2 * Count)) : base.Tolerance(column);

    public sealed class NamedRow
    {
        [VectorType(Blob.Size)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }

    public sealed class Prediction
    {
        public float[] Latent { get; set; } = [];

        public float[] Reconstruction { get; set; } = [];

        public float Energy { get; set; }

        public float Loss { get; set; }

        public float Strangeness { get; set; }

        public float P { get; set; }
    }

    private sealed class DoubleRow
    {
        [VectorType(Blob.Size)]
        public double[] Features { get; set; } = [];
    }

    private sealed class VariableRow
    {
        public float[] Features { get; set; } = [];
    }
}
