using System.Text.Json.Serialization;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

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

/// <summary>A prior that takes part in the comparison.</summary>
/// <param name="Name">As in the results.</param>
/// <param name="Small">The smaller number of latents that tuning tries.</param>
/// <param name="Large">The larger.</param>
/// <param name="OneClass">Latents of models of one class.</param>
internal sealed record Candidate(string Name, int Small, int Large, int OneClass)
{
    public static Candidate Gaussian { get; } = new("gaussian", 32, 64, 32);

    public static Candidate Bernoulli { get; } = new("bernoulli", 128, 256, 64);

    public static Candidate Rbm { get; } = new("rbm", 128, 256, 64);

    /// <summary>Whole Zephyr graphs come in few sizes: Z(2, 4), Z(3, 4) and Z(1, 5).</summary>
    public static Candidate Zephyr { get; } = new("zephyr", 160, 336, 60);

    public static Candidate Complete { get; } = new("complete", 128, 256, 64);

    public static IReadOnlyList<Candidate> All { get; } = [Gaussian, Bernoulli, Rbm, Zephyr, Complete];

    public bool IsGaussian => this == Gaussian;

    public PriorKind Kind => IsGaussian ? PriorKind.Gaussian : PriorKind.Boltzmann;

    /// <summary>The graph of a prior of spins.</summary>
    public SpinGraph Graph(int latents) => Name switch
    {
        "bernoulli" => SpinGraph.FromEdges(latents, []),
        "rbm" => SpinGraph.Bipartite(latents / 2, latents / 2),
        "zephyr" => latents switch
        {
            60 => SpinGraph.Zephyr(1, 5),
            160 => SpinGraph.Zephyr(2),
            336 => SpinGraph.Zephyr(3),
            _ => throw new ArgumentException($"Zephyr graph: expected 60, 160 or 336 spins, got {latents}.", nameof(latents)),
        },
        "complete" => SpinGraph.Complete(latents),
        _ => throw new InvalidOperationException($"Prior '{Name}': expected one of spins."),
    };
}
