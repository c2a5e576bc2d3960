namespace MLNetQuantumPrior.Leap;

/// <summary>How a <see cref="LeapSampler"/> ran a request.</summary>
/// <param name="Mode">Which kind of anneal.</param>
/// <param name="AnnealingTime">Its length in microseconds.</param>
/// <param name="Temperature">The inverse temperatures by which the model was scaled.</param>
/// <param name="Scale">1, or less where the solver's ranges allowed no more and <see cref="LeapSamplerOptions.ScalesToRange"/> is set.
/// </param>
/// <param name="Beta">The inverse temperature of the answer, if the solver has its <paramref name="Temperature"/>: Scale times that of
/// the request.</param>
public sealed record LeapDiagnostics(
    AnnealingMode Mode, double AnnealingTime, DeviceTemperature Temperature, double Scale, double Beta) : SamplerDiagnostics
{
    /// <summary>
    /// The inverse temperature of couplings that the draws show by <see cref="EffectiveTemperature"/>, to compare with that of
    /// <see cref="Temperature"/>; null where the model has no terms, or every spin lies along its local field.
    /// </summary>
    public EffectiveTemperature? Fitted { get; init; }

    /// <summary>
    /// How far from a Boltzmann distribution an ideal fast anneal of the programmed model is; null for standard anneals, and where there is
    /// no schedule.
    /// </summary>
    public DiabaticDeviation? Expected { get; init; }

    /// <summary>Root mean square of the programmed couplings of the model, ancillas apart.</summary>
    public double CouplingSize { get; init; }

    /// <summary>The error of programmed couplings that was reckoned with.</summary>
    public double CouplingNoise { get; init; }

    /// <summary>Whether programmed couplings are more than twice their error. Where not, the answer is largely of another model.</summary>
    public bool ClearsNoise => CouplingSize > 2 * CouplingNoise;

    /// <summary>The couplings of the model that <see cref="CouplingNoise"/> is as large as.</summary>
    public double NoiseInModel { get; init; }

    /// <summary>Share of the ancillas' readings that were not +1; 0 without ancillas that are held.</summary>
    public double StrayAncillas { get; init; }

    /// <summary>Charged time on the processor, of all submissions.</summary>
    public TimeSpan AccessTime { get; init; }

    /// <summary>The service's names of the submissions.</summary>
    public ImmutableArray<string> ProblemIds { get; init; } = [];

    /// <summary>What is not as it should be.</summary>
    public ImmutableArray<LeapWarning> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> GetWarnings() => Warnings.Select(warning => warning.Message);
}

/// <summary>The inverse temperatures of a solver's anneals.</summary>
/// <param name="Couplings">That of couplings.</param>
/// <param name="Fields">That of fields, in the way in which they are programmed.</param>
/// <param name="Source">Where they are from.</param>
public sealed record DeviceTemperature(double Couplings, double Fields, TemperatureSource Source)
{
    /// <summary>Standard error of <see cref="Couplings"/>; 0 where it was not measured.</summary>
    public double StandardError { get; init; }

    /// <summary>What the schedule predicts for <see cref="Couplings"/>; null for standard anneals, and without a schedule.</summary>
    public double? Predicted { get; init; }
}

/// <summary>Where a temperature is from.</summary>
public enum TemperatureSource
{
    /// <summary><see cref="LeapSamplerOptions.Beta"/>.</summary>
    Given,

    /// <summary><see cref="LeapSamplerOptions.Calibration"/>.</summary>
    Calibrated,

    /// <summary>The schedule of a fast anneal.</summary>
    Schedule,
}

/// <summary>Something about an answer that is not as it should be.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">A sentence, with what to do.</param>
public sealed record LeapWarning(LeapWarningKind Kind, string Message);

/// <summary>Kinds of <see cref="LeapWarning"/>.</summary>
public enum LeapWarningKind
{
    /// <summary>The model was scaled down into the solver's ranges.</summary>
    Scaled,

    /// <summary>The model is too strong for a fast anneal to be near a Boltzmann distribution.</summary>
    TooStrong,

    /// <summary>Programmed couplings are not far above their error.</summary>
    CouplingNoise,

    /// <summary>Ancillas did not stay where a flux bias holds them.</summary>
    StrayAncillas,

    /// <summary>Draws show another temperature than the one by which the model was scaled.</summary>
    Temperature,
}
