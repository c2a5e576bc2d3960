namespace MLNetQuantumPrior.Sampling;

/// <summary>What is asked of a sampler.</summary>
/// <param name="Reads">Number of configurations to draw, at least 1.</param>
/// <param name="Seed">Seed of all randomness. Chain r uses a stream of its own, made from (seed, r) alone, or from what
/// <see cref="Streams"/> says.</param>
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

    /// <summary>
    /// Number of each read's random stream: read r draws from the stream made from (seed, Streams[r]) instead of (seed, r), so that its
    /// answer depends on the seed, its stream, its start and the model, not on the reads it comes with. Two reads of one stream and one
    /// start are the same. Null: read r has stream r.
    /// </summary>
    public ImmutableArray<ulong>? Streams { get; init; }

    /// <summary>The random stream of a read.</summary>
    internal Xoshiro128 StreamOf(int read) => StreamOf(read, Seed);

    /// <inheritdoc cref="StreamOf(int)"/>
    internal Xoshiro128 StreamOf(int read, ulong seed) => Xoshiro128.OfChain(seed, Streams is { } streams ? streams[read] : (ulong)read);

    /// <summary>Refuses initial states and a state to continue.</summary>
    internal void RefuseStart(string reason)
    {
        Refuse(InitialStates, nameof(InitialStates), reason, "one");
        Refuse(Continue, nameof(Continue), reason, "one");
    }

    /// <summary>Refuses initial states.</summary>
    internal void RefuseInitialStates(string reason) => Refuse(InitialStates, nameof(InitialStates), reason, "some");

    /// <summary>Refuses numbers of streams.</summary>
    internal void RefuseStreams(string reason) => Refuse(Streams, nameof(Streams), reason, "some");

    private static void Refuse(object? value, string part, string reason, string got)
    {
        if (value is not null)
        {
            throw new ArgumentException($"Sample request '{part}': expected none, because {reason}, got {got}.");
        }
    }

    /// <summary>Refuses what no sampler could do. Every sampler calls it first.</summary>
    /// <param name="model">The model that is to be sampled.</param>
    /// <exception cref="ArgumentException">A number is out of range, initial states or streams have another shape, or there are two
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

        if (Streams is { } streams && (streams.IsDefault || streams.Length != Reads))
        {
            int got = streams.IsDefault ? 0 : streams.Length;
            throw new ArgumentException($"Sample request '{nameof(Streams)}': expected one for each of {Reads} reads, got {got}.");
        }
    }
}
