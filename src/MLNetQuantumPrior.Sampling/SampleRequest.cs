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

    /// <summary>
    /// Most time that the call should take, above zero: it then returns what it has, at least one read. Null, the default: no limit. Here
    /// and below: of <see cref="SimulatedAnnealingSampler"/>, <see cref="ParallelTemperingSampler"/> and
    /// <see cref="PopulationAnnealingSampler"/>; other samplers refuse it. <see cref="SampleSet.StoppedBy"/> tells.
    /// </summary>
    public TimeSpan? TimeLimit { get; init => field = Check.AboveZero(value); }

    /// <summary>An energy that is low enough: the call returns what it has as soon as a read is as low. Null, the default: none.</summary>
    public double? TargetEnergy { get; init; }

    /// <summary>
    /// Stops the call, which then returns what it has; the token that is an argument of the call ends it with an exception instead.
    /// </summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Hears now and then how far the call is, on the threads that sample. Null, the default: nobody.</summary>
    public IProgress<SampleProgress>? Progress { get; init; }

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
    public void EnsureFits(IsingModel model) => EnsureFits(model, canStop: false);

    /// <inheritdoc cref="EnsureFits(IsingModel)"/>
    /// <param name="model">The model that is to be sampled.</param>
    /// <param name="canStop">Whether the sampler can return before it is done, and tells how far it is.</param>
    internal void EnsureFits(IsingModel model, bool canStop)
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

        if (!canStop)
        {
            const string reason = "this sampler stops when it is done";
            Refuse(TimeLimit, nameof(TimeLimit), reason, "one");
            Refuse(TargetEnergy, nameof(TargetEnergy), reason, "one");
            Refuse(Stop.CanBeCanceled ? Stop : null, nameof(Stop), reason, "one");
            Refuse(Progress, nameof(Progress), "this sampler does not tell", "one");
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

/// <summary>How far a call is.</summary>
/// <param name="Fraction">Part of the work that is done, between 0 and 1.</param>
/// <param name="LowestEnergy">The lowest energy that was met so far; not a number before the first.</param>
public readonly record struct SampleProgress(double Fraction, double LowestEnergy);
