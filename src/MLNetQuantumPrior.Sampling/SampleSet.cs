using System.Collections.Immutable;

namespace MLNetQuantumPrior.Sampling;

/// <summary>What a sampler drew: immutable.</summary>
/// <param name="Spins">The configurations, shape [reads, spins].</param>
/// <param name="Energies">E(s) of each configuration, without beta.</param>
/// <param name="State">To go on from here with <see cref="SampleRequest.Continue"/>; null when the sampler has nothing to continue, because
/// its draws are independent.</param>
public sealed record SampleSet(SpinMatrix Spins, ImmutableArray<double> Energies, SamplerState? State)
{
    /// <summary>E(s) of each configuration, without beta.</summary>
    public ImmutableArray<double> Energies { get; init; } = Energies.Length == Spins.Rows
        ? Energies
        : throw new ArgumentException($"Energies: expected one for each of {Spins.Rows} reads, got {Energies.Length}.", nameof(Energies));

    /// <summary>The lowest energy among the reads.</summary>
    public double LowestEnergy => Energies.Min();
}
