using System.Diagnostics;
using Microsoft.ML;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A model of faces, trained with the defaults.</summary>
internal static class FaceModel
{
    /// <summary>Faces in memory where little memory is wanted: a tenth of a gigabyte.</summary>
    private const int BufferRows = 2048;

    private const int PictureColumns = 10;

    /// <summary>A training that is done; its model is in a file.</summary>
    internal sealed record Trained(string File, double Minutes, double Epochs)
    {
        public BmVaeModel Load(FinishedWork done) => BmVaeModel.Load(done.PathOf(File));

        public override string ToString() => FormattableString.Invariant($"{Epochs:F0} epochs in {Minutes:F1} minutes");
    }

    /// <summary>Trains, unless it was done before; a training that was interrupted goes on from its last report.</summary>
    public static Trained Of(FinishedWork done, FaceFolder faces, FaceBudget budget, FaceRows test, PriorKind prior, ulong seed)
    {
        string name = $"models/{prior}-{seed}".ToLowerInvariant();
        return done.Of(name, new { budget.TrainingFaces, budget.Steps }, () =>
        {
            long start = Stopwatch.GetTimestamp();
            string checkpoint = done.PathOf($"{name}-checkpoint");
            var options = Options(budget.Steps, prior, seed) with
            {
                CheckpointFolder = checkpoint, Progress = new Line($"{prior} {seed}"),
                Snapshots = new TrainingPictures(
                    done.PathOf($"{name}-pictures"), test.Pixels.AsMemory(0, PictureColumns * FaceFolder.Values),
                    FaceFolder.Side, FaceFolder.Side)
                {
                    Channels = 3, White = FaceFolder.White,
                },
            };
            var ml = new MLContext(seed: 1);
            using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(faces.Training(budget.TrainingFaces));
            vae.Model.Save(done.PathOf($"{name}.bmvae"));
            Directory.Delete(checkpoint, recursive: true);
            return new Trained(
                $"{name}.bmvae", Stopwatch.GetElapsedTime(start).TotalMinutes, vae.Model.Training!.Epochs[^1].Epoch);
        });
    }

    /// <summary>
    /// Megabytes that are alive at the end of a short training on so many faces, which are read from their files in each epoch.
    /// </summary>
    public static double Megabytes(FinishedWork done, FaceFolder faces, int count) =>
        done.Of($"memory-{count}", new { count, BufferRows }, () =>
        {
            long alive = 0;
            var options = Options(steps: 2, PriorKind.Gaussian, seed: 1) with
            {
                ShuffleBufferRows = BufferRows,
                Progress = new Report(() => alive = GC.GetTotalMemory(forceFullCollection: true)),
            };
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var ml = new MLContext(seed: 1);
            ml.Transforms.BmVae(options).Fit(faces.Training(count)).Dispose();
            return (alive - before) / 1e6;
        });

    private static BmVaeEstimator.Options Options(int? steps, PriorKind prior, ulong seed) => new()
    {
        ImageShape = (FaceFolder.Side, FaceFolder.Side, 3), Prior = prior, Seed = seed,
        AttributeColumnNames = prior == PriorKind.Gaussian ? [] : FaceFolder.Attributes,
        Training = new() { Steps = steps },
    };

    private sealed class Line(string name) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {name}: {value}");
    }

    private sealed class Report(Action action) : IProgress<EpochReport>
    {
        void IProgress<EpochReport>.Report(EpochReport value) => action();
    }
}
