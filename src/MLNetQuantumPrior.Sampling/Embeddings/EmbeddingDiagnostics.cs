namespace MLNetQuantumPrior.Sampling;

/// <summary>What an <see cref="EmbeddingSampler"/> saw of its chains.</summary>
/// <param name="ChainStrength">Strength of the couplings within chains, in the model's unit.</param>
/// <param name="BrokenShares">For each spin of the model, the share of reads in which its chain was broken.</param>
/// <param name="BrokenReads">Share of reads with a broken chain, discarded ones included.</param>
/// <param name="Inner">One report of the wrapped sampler a call; null where it reported nothing.</param>
public sealed record EmbeddingDiagnostics(
    double ChainStrength, ImmutableArray<double> BrokenShares, double BrokenReads, ImmutableArray<SamplerDiagnostics?> Inner)
    : SamplerDiagnostics
{
    /// <summary>Above this <see cref="MeanBrokenShare"/> draws are largely of another distribution.</summary>
    public const double MostBroken = 0.05;

    /// <summary>Mean of <see cref="BrokenShares"/>.</summary>
    public double MeanBrokenShare => BrokenShares.Average();

    /// <inheritdoc/>
    public override IEnumerable<string> GetWarnings()
    {
        IEnumerable<string> inner = Inner.SelectMany(report => report?.GetWarnings() ?? []);
        return MeanBrokenShare <= MostBroken ? inner : inner.Prepend(FormattableString.Invariant(
            $"a chain is broken in {MeanBrokenShare:P0} of the reads, at the strength {ChainStrength:G3}: ") +
            $"raise '{nameof(EmbeddingSampler.ChainStrength)}'");
    }

    /// <summary>Whether both hold the same numbers and reports in the same order.</summary>
    public bool Equals(EmbeddingDiagnostics? other) =>
        other is not null
        && (ChainStrength, BrokenReads) == (other.ChainStrength, other.BrokenReads)
        && BrokenShares.SequenceEqual(other.BrokenShares)
        && Inner.SequenceEqual(other.Inner);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ChainStrength, BrokenReads, BrokenShares.Length, Inner.Length);
}
