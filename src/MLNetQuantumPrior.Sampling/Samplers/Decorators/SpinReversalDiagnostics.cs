using System.Collections.Immutable;

namespace MLNetQuantumPrior.Sampling;

/// <summary>What the wrapped sampler of a <see cref="SpinReversalSampler"/> reported.</summary>
/// <param name="Inner">One report a call that was made; null where it reported nothing.</param>
public sealed record SpinReversalDiagnostics(ImmutableArray<SamplerDiagnostics?> Inner) : SamplerDiagnostics
{
    /// <summary>Whether both hold the same reports in the same order.</summary>
    public bool Equals(SpinReversalDiagnostics? other) => other is not null && Inner.SequenceEqual(other.Inner);

    /// <inheritdoc/>
    public override int GetHashCode() => Inner.Length == 0 ? 0 : HashCode.Combine(Inner.Length, Inner[0]);
}
