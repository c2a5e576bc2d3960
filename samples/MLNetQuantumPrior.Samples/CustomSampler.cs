using Microsoft.ML;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>A sampler of one's own in the negative phase: here one that counts what it is asked for, and asks another.</summary>
internal static class CustomSampler
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var sampler = new CountingSampler(new BlockGibbsSampler { Sweeps = 2 });

        using BmVaeTransformer vae = ml.Transforms.BmVae(Quick.Options with { LabelColumnName = null, Sampler = sampler })
            .Fit(ml.Data.LoadFromEnumerable(Blob.Generate(1000)));

        Console.WriteLine($"at least one call in each of 400 steps: {sampler.Calls >= 400}, spins: {sampler.Spins}");

        // Output:
        // at least one call in each of 400 steps: True, spins: 8
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
