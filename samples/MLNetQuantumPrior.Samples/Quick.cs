using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>Networks and training of the samples: small, for small pictures.</summary>
internal static class Quick
{
    public static readonly BmVaeEstimator.Options Options = new()
    {
        LabelColumnName = "Label", LatentSize = 8, HiddenSizes = [32], Seed = 1,
        Training = new() { Epochs = 20, BatchSize = 50, Chains = 64, LearningRate = 5e-3 },
    };
}
