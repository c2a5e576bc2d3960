using Microsoft.ML;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>A custom sampler in the training: here one that counts the reads that it passes on to another.</summary>
internal static class CustomSampler
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var sampler = new CountingSampler(new BlockGibbsSampler { Sweeps = 2 });
        var options = new BmVaeEstimator.Options
        {
            LatentSize = 8, Sampler = sampler, Training = new() { Epochs = 5, BatchSize = 100 }, Seed = 1,
        };

        using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));

        Console.WriteLine($"asked in each of the 50 steps: {sampler.Calls >= 50}, for models of {sampler.Spins} spins");

        // Output:
        // asked in each of the 50 steps: True, for models of 8 spins
    }

    private sealed class CountingSampler(IIsingSampler inner) : IIsingSampler
    {
        public int Calls { get; private set; }

        public int Spins { get; private set; }

        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            (Calls, Spins) = (Calls + 1, model.SpinCount);
            return inner.Sample(model, request, cancel);
        }
    }
}
