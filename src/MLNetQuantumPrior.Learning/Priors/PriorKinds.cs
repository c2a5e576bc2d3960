using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What follows from the kind of a prior.</summary>
internal static class PriorKinds
{
    /// <summary>Values that the encoder gives for each latent: a logit, or a mean and a log variance.</summary>
    public static int CodePerLatent(this PriorKind kind) => kind == PriorKind.Gaussian ? 2 : 1;

    /// <summary>What told outliers best of validation rows of images and tables.</summary>
    public static OutlierMeasure DefaultMeasure(this PriorKind kind) =>
        kind == PriorKind.Gaussian ? OutlierMeasure.FreeEnergy : OutlierMeasure.Combined;

    /// <summary>The graph that a kind has unless another is asked for.</summary>
    /// <param name="kind">Any but <see cref="PriorKind.Gaussian"/>.</param>
    /// <param name="latents">Number of latents.</param>
    /// <exception cref="ArgumentException">The kind has no graph, or none of that size.</exception>
    public static SpinGraph DefaultGraph(this PriorKind kind, int latents) => kind switch
    {
        PriorKind.Boltzmann => SpinGraph.Complete(latents),
        PriorKind.Rbm when latents >= 2 => SpinGraph.Bipartite(latents - (latents / 2), latents / 2),
        PriorKind.Rbm => throw new ArgumentException(
            $"Prior {kind}: expected at least 2 latents, one per side, got {latents}.", nameof(latents)),
        PriorKind.Bernoulli => SpinGraph.Independent(latents),
        _ => throw new ArgumentException($"Prior {kind}: expected one whose latents are spins.", nameof(kind)),
    };

    /// <exception cref="ArgumentException">The encoder gives another number of values than this kind of prior takes.</exception>
    public static void Check(this PriorKind kind, VaeArchitecture architecture)
    {
        int expected = kind.CodePerLatent() * architecture.LatentSize;
        if (architecture.CodeSize != expected)
        {
            string meaning = kind == PriorKind.Gaussian ? "a mean and a log variance" : "a logit";
            throw new ArgumentException(
                $"Architecture with a {kind} prior: expected an encoder with {expected} outputs, {meaning} for each of " +
                $"{architecture.LatentSize} latents, got {architecture.CodeSize}.",
                nameof(architecture));
        }
    }

    /// <exception cref="ArgumentException">The graph is of another size or, with this kind of prior, of another sort.</exception>
    public static void Check(this PriorKind kind, SpinGraph graph, int latents)
    {
        if (graph.SpinCount != latents)
        {
            throw new ArgumentException(
                $"Graph '{graph}': expected {latents} spins, one per latent of the architecture, got {graph.SpinCount}.", nameof(graph));
        }

        if (kind != PriorKind.Boltzmann && !graph.Edges.SequenceEqual(kind.DefaultGraph(latents).Edges))
        {
            throw new ArgumentException(
                $"Graph of a {kind} prior: expected {kind.DefaultGraph(latents)}, got {graph}. A custom graph needs " +
                $"'{PriorKind.Boltzmann}'.",
                nameof(graph));
        }
    }
}
