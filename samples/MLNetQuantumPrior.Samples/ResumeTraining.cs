using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>A training that was interrupted continues from its checkpoint, with the numbers of one that was not.</summary>
internal static class ResumeTraining
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Picture.Draw(1000));
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using var interrupt = new CancellationTokenSource();
            var options = new BmVaeEstimator.Options
            {
                LatentSize = 8, Training = new() { Epochs = 10 }, Seed = 1, CheckpointFolder = folder,
            };
            try
            {
                ml.Transforms.BmVae(
                    options with { Progress = new AtEpoch(5, interrupt.Cancel), CancellationToken = interrupt.Token }).Fit(data);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("interrupted after epoch 5");
            }

            using BmVaeTransformer resumed = ml.Transforms.BmVae(options).Fit(data);
            using BmVaeTransformer whole = ml.Transforms.BmVae(options with { CheckpointFolder = null }).Fit(data);
            Console.WriteLine($"same weights as without interruption: {resumed.Model.Parameters.SequenceEqual(whole.Model.Parameters)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // Output:
        // interrupted after epoch 5
        // same weights as without interruption: True
    }

    private sealed class AtEpoch(int epoch, Action call) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            if (value.Epoch == epoch)
            {
                call();
            }
        }
    }
}
