namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Measured inverse temperatures of a solver, one a mode: an exponential average of what answers showed, with its error. Safe to use from
/// several threads at once.
/// </summary>
/// <remarks>
/// A temperature belongs to a solver, an annealing time and about a strength of the model: keep a calibration for each.
/// A <see cref="LeapSampler"/> reads it, and changes it only in <see cref="LeapSampler.Calibrate"/> and where
/// <see cref="LeapSamplerOptions.TracksBeta"/> is set; else the same request is programmed the same way.
/// </remarks>
/// <param name="weight">Weight of a new measurement in the average, within (0, 1].</param>
public sealed class LeapCalibration(double weight = 0.1)
{
    private readonly Lock _lock = new();
    private readonly CalibratedBeta?[] _betas = new CalibratedBeta?[Enum.GetValues<AnnealingMode>().Length];

    /// <summary>Weight of a new measurement in the average.</summary>
    public double Weight { get; } = weight is > 0 and <= 1
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, "Expected a number above 0, at most 1.");

    /// <summary>What is known of a mode; null where nothing is.</summary>
    public CalibratedBeta? this[AnnealingMode mode]
    {
        get
        {
            lock (_lock)
            {
                return _betas[Index(mode)];
            }
        }
    }

    /// <summary>Starts a mode's average again.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="beta">Inverse temperature of couplings, finite, above 0.</param>
    /// <param name="standardError">Its error, at least 0.</param>
    public void Set(AnnealingMode mode, double beta, double standardError = 0)
    {
        (double value, double error) = Checked(beta, standardError);
        lock (_lock)
        {
            _betas[Index(mode)] = new(value, error, Measurements: 1);
        }
    }

    /// <summary>Adds a measurement to a mode's average, or starts it.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="beta">Inverse temperature of couplings, finite, above 0.</param>
    /// <param name="standardError">Its error, at least 0.</param>
    /// <returns>The average with the measurement.</returns>
    public CalibratedBeta Add(AnnealingMode mode, double beta, double standardError)
    {
        (double value, double error) = Checked(beta, standardError);
        lock (_lock)
        {
            ref CalibratedBeta? known = ref _betas[Index(mode)];
            return known = known is null ? new(value, error, Measurements: 1) : new(
                double.Lerp(known.Beta, value, Weight),
                double.Hypot((1 - Weight) * known.StandardError, Weight * error),
                known.Measurements + 1);
        }
    }

    private static int Index(AnnealingMode mode) => (int)Check.Known(mode, nameof(mode));

    private static (double Beta, double StandardError) Checked(double beta, double standardError) =>
        (Check.Above(0, beta, nameof(beta)), Check.AtLeast(0, standardError, nameof(standardError)));
}

/// <summary>A measured inverse temperature of couplings.</summary>
/// <param name="Beta">The average.</param>
/// <param name="StandardError">Its standard error, for independent measurements.</param>
/// <param name="Measurements">How many are in it.</param>
public sealed record CalibratedBeta(double Beta, double StandardError, int Measurements);
