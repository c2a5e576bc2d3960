using System.Text.Json.Serialization;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>What a training depends on besides its images. The networks are 784-512-256-latents and their mirror image.</summary>
internal sealed record Recipe(string Prior, int Latents, double LearningRate, double KlWeight, int Epochs, ulong Seed)
{
    /// <summary>Twice the default: what the larger machines gain from less noise is worth it.</summary>
    public int Chains => 512;

    [JsonIgnore]
    public Candidate Candidate => Candidate.All.Single(candidate => candidate.Name == Prior);

    /// <summary>Trains on one thread.</summary>
    public BmVaeModel Train(FeatureMatrix images)
    {
        var trainer = new BmVaeTrainer(
            new SimdEngine { MaxDegreeOfParallelism = 1 },
            new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = 1 },
            new() { Epochs = Epochs, LearningRate = LearningRate, KlWeight = KlWeight, Chains = Chains, MaxDegreeOfParallelism = 1 });
        VaeArchitecture architecture = VaeArchitecture.Mlp(images.Columns, [512, 256], Latents, Candidate.Kind);
        return Candidate.IsGaussian
            ? trainer.Train(images, architecture, PriorKind.Gaussian, Seed)
            : trainer.Train(images, architecture, Candidate.Graph(Latents), Seed);
    }
}
