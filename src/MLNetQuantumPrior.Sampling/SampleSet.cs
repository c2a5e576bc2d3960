using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>What a sampler drew: immutable.</summary>
/// <param name="Spins">The configurations, shape [reads, spins].</param>
/// <param name="Energies">E(s) of each configuration, without beta.</param>
/// <param name="State">To go on from here with <see cref="SampleRequest.Continue"/>; null when the sampler has nothing to continue, because
/// its draws are independent.</param>
public sealed partial record SampleSet(SpinMatrix Spins, ImmutableArray<double> Energies, SamplerState? State)
{
    /// <summary>E(s) of each configuration, without beta.</summary>
    public ImmutableArray<double> Energies { get; init; } = Energies.Length == Spins.Rows
        ? Energies
        : throw new ArgumentException($"Energies: expected one for each of {Spins.Rows} reads, got {Energies.Length}.", nameof(Energies));

    /// <summary>What the sampler found out about the quality of these draws; null when it found out nothing.</summary>
    public SamplerDiagnostics? Diagnostics { get; init; }

    /// <summary>How many reads each row stands for, after <see cref="Aggregate"/>; null where each is one.</summary>
    public ImmutableArray<int>? Occurrences
    {
        get;
        init => field = value is not { } counts || (!counts.IsDefault && counts.Length == Spins.Rows)
            ? value
            : throw new ArgumentException($"Occurrences: expected one for each of {Spins.Rows} rows.", nameof(Occurrences));
    }

    /// <summary>Why there are no more reads, or colder ones: what a request asked to stop for. Default: nothing.</summary>
    public SampleStop StoppedBy { get; init; }

    /// <summary>The lowest energy among the reads.</summary>
    public double LowestEnergy => Energies.Min();

    /// <summary>Takes over arrays that a sampler has just written and nobody else keeps.</summary>
    /// <param name="model">What was sampled.</param>
    /// <param name="spins">The configurations.</param>
    /// <param name="energies">Their energies as kernels know them.</param>
    /// <param name="state">To go on from here.</param>
    internal static SampleSet Adopt(IsingModel model, sbyte[] spins, double[] energies, SamplerState? state)
    {
        var matrix = SpinMatrix.Adopt(spins, energies.Length, model.SpinCount);
        ModelEnergies.Complete(model, matrix, energies);
        return new(matrix, ImmutableCollectionsMarshal.AsImmutableArray(energies), state);
    }
}

/// <summary>
/// Where a sampler stopped: opaque to callers, handed back in <see cref="SampleRequest.Continue"/>, storable in a checkpoint.
/// </summary>
/// <param name="Sampler">Name of the kind of sampler that wrote it and can read it, such as "BlockGibbs".</param>
/// <param name="Content">The sampler's own little-endian bytes.</param>
public sealed record SamplerState(string Sampler, ReadOnlyMemory<byte> Content);

/// <summary>
/// What a sampler found out about the quality of its own draws. Every sampler that has something to say has a record of its own; match on
/// its type.
/// </summary>
public abstract record SamplerDiagnostics
{
    /// <summary>
    /// What is wrong with the draws and what to do, a sentence each, for the log of a training; none where all is well. A sampler around
    /// another passes on what that one says.
    /// </summary>
    public virtual IEnumerable<string> GetWarnings() => [];
}
