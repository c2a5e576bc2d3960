namespace MLNetQuantumPrior.Sampling;

/// <summary>What is asked of a sampler.</summary>
/// <param name="Reads">Number of configurations to draw, at least 1.</param>
/// <param name="Seed">Seed of all randomness. Chain r uses a stream of its own, made from (seed, r) alone.</param>
public sealed record SampleRequest(int Reads, ulong Seed)
{
    /// <summary>Inverse temperature of the target exp(-Beta E), at least 0. Default 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Start of every read: shape [Reads, spins]. Null lets the sampler choose. Excludes <see cref="Continue"/>.</summary>
    public SpinMatrix? InitialStates { get; init; }

    /// <summary>
    /// State of an earlier answer of the same kind of sampler, to go on from; the model may have changed since. Excludes
    /// <see cref="InitialStates"/>. Give each continued call a new seed, or it repeats the same random numbers.
    /// </summary>
    public SamplerState? Continue { get; init; }

    /// <summary>Refuses what no sampler could do. Every sampler calls it first.</summary>
    /// <param name="model">The model that is to be sampled.</param>
    /// <exception cref="ArgumentException">A number is out of range, the initial states have another shape, or there are two
    /// starts.</exception>
    public void EnsureFits(IsingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Reads < 1)
        {
            throw new ArgumentException($"Sample request '{nameof(Reads)}': expected at least 1, got {Reads}.");
        }

        int most = Array.MaxLength / model.SpinCount;
        if (Reads > most)
        {
            throw new ArgumentException(
                $"Sample request '{nameof(Reads)}': expected at most {most} reads of {model.SpinCount} spins, got {Reads}.");
        }

        if (!(double.IsFinite(Beta) && Beta >= 0))
        {
            throw new ArgumentException($"Sample request '{nameof(Beta)}': expected a finite number, at least 0, got {Beta}.");
        }

        if (InitialStates is not null && Continue is not null)
        {
            throw new ArgumentException(
                $"Sample request: expected at most one of '{nameof(InitialStates)}' and '{nameof(Continue)}', got both.");
        }

        if (InitialStates is { } initial && (initial.Rows != Reads || initial.Columns != model.SpinCount))
        {
            throw new ArgumentException(
                $"Sample request '{nameof(InitialStates)}': expected {Reads} reads x {model.SpinCount} spins, " +
                $"got {initial.Rows} x {initial.Columns}.");
        }
    }
}
