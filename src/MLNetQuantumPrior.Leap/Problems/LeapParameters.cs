namespace MLNetQuantumPrior.Leap;

/// <summary>
/// How a solver runs a problem. What is null is not sent, so that the solver's own default holds. Times are in microseconds.
/// </summary>
public sealed record LeapParameters
{
    /// <summary>Number of anneals, each of which gives one configuration, at least 1. Default 1.</summary>
    public int Reads { get; init => field = Check.AtLeast(1, value); } = 1;

    /// <summary>Whether each read comes back as a row. Default <see cref="LeapAnswerMode.Raw"/>.</summary>
    public LeapAnswerMode AnswerMode { get; init => field = Check.Known(value); } = LeapAnswerMode.Raw;

    /// <summary>Length of an anneal, above 0. Excludes <see cref="AnnealSchedule"/>.</summary>
    public double? AnnealingTime { get; init => field = Check.Above(0, value); }

    /// <summary>Points (time, s) of an anneal, times ascending from 0. Excludes <see cref="AnnealingTime"/>.</summary>
    public ImmutableArray<AnnealPoint>? AnnealSchedule { get; init; }

    /// <summary>Fast anneal: down to nanoseconds, for models without fields. Default false.</summary>
    public bool FastAnneal { get; init; }

    /// <summary>Flux biases by qubit, in units of the flux quantum, of a sign opposite to that of h; 0 for qubits left out.</summary>
    public ImmutableDictionary<int, double>? FluxBiases { get; init; }

    /// <summary>Whether the solver compensates the drift of flux biases.</summary>
    public bool? FluxDriftCompensation { get; init; }

    /// <summary>Whether the solver waits between reads, so that they depend less on each other.</summary>
    public bool? ReduceIntersampleCorrelation { get; init; }

    /// <summary>Pause after programming, at least 0.</summary>
    public double? ProgrammingThermalization { get; init => field = Check.AtLeast(0, value); }

    /// <summary>Pause after each read, at least 0.</summary>
    public double? ReadoutThermalization { get; init => field = Check.AtLeast(0, value); }

    /// <summary>Start of a reverse anneal: -1 or +1 for each spin, in the order of the model's spins.</summary>
    public ImmutableArray<sbyte>? InitialState { get; init; }

    /// <summary>Whether each read starts from <see cref="InitialState"/>, rather than where the last one ended.</summary>
    public bool? ReinitializeState { get; init; }
}

/// <summary>One point of an anneal schedule.</summary>
/// <param name="Time">Microseconds from the start.</param>
/// <param name="S">Anneal fraction, between 0 and 1.</param>
public readonly record struct AnnealPoint(double Time, double S);

/// <summary>What the rows of an answer are.</summary>
public enum LeapAnswerMode
{
    /// <summary>Each read, in the order in which they were read.</summary>
    Raw,

    /// <summary>Each configuration once, lowest energy first, with <see cref="SampleSet.Occurrences"/>.</summary>
    Histogram,
}
