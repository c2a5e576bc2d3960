using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>A training that was interrupted goes on from its checkpoint, with the numbers of one that was not.</summary>
internal static class ResumeTraining
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Blob.Generate(1000));
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using var interrupt = new CancellationTokenSource();
            BmVaeEstimator.Options options = Quick.Options with { LabelColumnName = null, CheckpointFolder = folder };
            BmVaeEstimator.Options interrupted = options with { Progress = new AtEpoch(5, interrupt.Cancel), CancellationToken = interrupt.Token };
            try
            {
                ml.Transforms.BmVae(interrupted).Fit(data);
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
