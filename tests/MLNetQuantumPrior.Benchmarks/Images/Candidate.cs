using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

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
