using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>The distribution of the latents of a class: a mixture of its pools.</summary>
/// <param name="Pools">One a machine.</param>
/// <param name="Shares">How likely each is; they add up to 1.</param>
internal sealed record PoolMixture(ImmutableArray<StartPool> Pools, ImmutableArray<double> Shares)
{
    /// <summary>The number of a pool, each as likely as its share.</summary>
    /// <param name="uniform">Uniform in [0, 1).</param>
    public int Choose(float uniform) => WeightedChoice.Of(Shares.AsSpan(), uniform);
}
