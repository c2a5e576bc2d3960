using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Leap;

/// <summary>How a <see cref="LeapSampler"/> uses a solver.</summary>
public sealed record LeapSamplerOptions
{
    /// <summary>Which solver, as <see cref="LeapOptions.Solver"/> has it. Null: as <see cref="Client"/> says. Default null.</summary>
    public string? Solver { get; init; }

    /// <summary>Settings of the client that the sampler makes for itself. Default: those of the environment and of files.</summary>
    [JsonIgnore]
    public LeapOptions Client { get; init => field = value ?? new(); } = new();

    /// <summary>Which kind of anneal. Default <see cref="AnnealingMode.Diabatic"/>.</summary>
    public AnnealingMode Mode { get; init => field = Check.Known(value); } = AnnealingMode.Diabatic;

    /// <summary>
    /// Length of an anneal in microseconds, above 0. Null: 0.005 in <see cref="AnnealingMode.Diabatic"/>, or the shortest that the solver
    /// takes where that is longer, else the solver's default. Default null.
    /// </summary>
    public double? AnnealingTime { get; init => field = Check.Above(0, value); }

    /// <summary>
    /// Most reads of a submission, at least 1; a request for more makes several. Null: as many as the solver takes. Default null.
    /// </summary>
    public int? ReadsPerSubmission { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Over how many random spin reversals the reads of a request are spread, at least 0: each is a submission with a programming time of
    /// its own. 0: no spin is reversed. Default 1, which costs nothing more and averages biases out over the steps of a training.
    /// </summary>
    public int SpinReversals { get; init => field = Check.AtLeast(0, value); } = 1;

    /// <summary>
    /// The inverse temperature of couplings, above 0: the solver answers couplings J with exp(-Beta J s s). Null: from
    /// <see cref="Calibration"/> where it has one of the mode, else, in <see cref="AnnealingMode.Diabatic"/>, from the schedule.
    /// Default null.
    /// </summary>
    public double? Beta { get; init => field = Check.Above(0, value); }

    /// <summary>
    /// The inverse temperature of fields, above 0. Null: the one of couplings, in <see cref="AnnealingMode.Diabatic"/> times what the
    /// schedule says of their ratio. Default null.
    /// </summary>
    public double? FieldBeta { get; init => field = Check.Above(0, value); }

    /// <summary>Measured temperatures. Null: none. Default null.</summary>
    [JsonIgnore]
    public LeapCalibration? Calibration { get; init; }

    /// <summary>
    /// Whether the temperature that each answer shows goes into <see cref="Calibration"/>, so that a training follows it. Then an answer
    /// depends on those before. Default false.
    /// </summary>
    public bool TracksBeta { get; init; }

    /// <summary>
    /// The fast schedule of the processor, in gigahertz and nanoseconds; its duration is not used. Null: the published one of the solver's
    /// name. Default null.
    /// </summary>
    public AnnealingSchedule? Schedule
    {
        get;
        init => field = value is null or { Units: ScheduleUnits.GigahertzNanoseconds }
            ? value
            : throw Check.Wrong("a schedule in gigahertz and nanoseconds", value.Units);
    }

    /// <summary>How fast anneals get fields. Default <see cref="FieldMethod.PolarizedAncilla"/>.</summary>
    public FieldMethod Fields { get; init => field = Check.Known(value); } = FieldMethod.PolarizedAncilla;

    /// <summary>Flux bias that holds an ancilla, in flux quanta, within [1e-6, 0.1]. Default 0.005.</summary>
    public double AncillaFluxBias { get; init => field = Check.Within(1e-6, 0.1, value); } = 0.005;

    /// <summary>
    /// M_AFM of the processor in picohenry, above 0, which D-Wave publishes: turns fields into flux biases with
    /// <see cref="FieldMethod.FluxBias"/>, which needs it. Default null.
    /// </summary>
    public double? MutualInductance { get; init => field = Check.Above(0, value); }

    /// <summary>
    /// Whether a model beyond the solver's ranges is scaled down until it fits: the answer is then warmer than asked for, and
    /// <see cref="LeapDiagnostics.Scale"/> and a warning say so. False: such a model is refused. Default false.
    /// </summary>
    public bool ScalesToRange { get; init; }

    /// <summary>
    /// Fields added to those of each model in <see cref="AnnealingMode.Conditional"/>, a number a spin. Default null: none.
    /// </summary>
    public ImmutableArray<float>? AddedFields { get; init; }

    /// <summary>Factor on <see cref="AddedFields"/>, finite. Default 1.</summary>
    public double AddedFieldStrength { get; init => field = Check.AtLeast(double.MinValue, value); } = 1;

    /// <summary>
    /// Standard deviation of the error of a programmed coupling, above 0. The default, 0.015, is that of an old processor, since none is
    /// published for new ones; <see cref="LeapSampler.MeasureCouplingNoise"/> measures it.
    /// </summary>
    public double CouplingNoise { get; init => field = Check.Above(0, value); } = 0.015;

    /// <summary>
    /// Most access time, of which <see cref="LeapTiming"/> tells, that one request may take by the solver's own estimate: one that would
    /// take more is refused before it is submitted. Null: no limit. <see cref="LeapOptions.ChargeLimit"/> bounds the sum. Default null.
    /// </summary>
    public TimeSpan? MaxAccessTime { get; init => field = Check.AboveZero(value); }

    /// <summary>Whether the solver compensates the drift of flux biases. Null: its default. Default null.</summary>
    public bool? FluxDriftCompensation { get; init; }

    /// <summary>Whether the solver waits between reads, so that they depend less on each other. Null: its default. Default null.</summary>
    public bool? ReduceIntersampleCorrelation { get; init; }

    /// <summary>Pause after programming in microseconds, at least 0. Null: the solver's default. Default null.</summary>
    public double? ProgrammingThermalization { get; init => field = Check.AtLeast(0, value); }

    /// <summary>Pause after each read in microseconds, at least 0. Null: the solver's default. Default null.</summary>
    public double? ReadoutThermalization { get; init => field = Check.AtLeast(0, value); }

    /// <summary>
    /// Hears each kind of warning once, on any thread; <see cref="LeapDiagnostics.Warnings"/> has those of each answer. Null:
    /// <see cref="LeapOptions.Progress"/> of the client. Default null.
    /// </summary>
    [JsonIgnore]
    public IProgress<LeapEvent>? Progress { get; init; }

    /// <summary>Whether anneals are fast ones.</summary>
    internal bool IsFast => Mode == AnnealingMode.Diabatic;
}
