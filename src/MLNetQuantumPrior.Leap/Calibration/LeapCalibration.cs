namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Measured inverse temperatures of a solver, one a mode: the average of what answers showed, weighted by their errors, in which older ones
/// fade. Safe to use from several threads at once.
/// </summary>
/// <remarks>
/// A temperature belongs to a solver, an annealing time and about a strength of the model: keep a calibration for each.
/// A <see cref="LeapSampler"/> reads it, and changes it only in <see cref="LeapSampler.Calibrate"/> and where
/// <see cref="LeapSamplerOptions.TracksBeta"/> is set; else the same request is programmed the same way.
/// <para>
/// With each measurement b of error e the precision P, the inverse square of the average's error, becomes (1 - fading) P + 1 / e^2, and
/// the average the mean of itself and b with these two as weights.
/// </para>
/// </remarks>
/// <param name="fading">Part of the precision that each new measurement takes from the older ones, within [0, 1].</param>
public sealed class LeapCalibration(double fading = 0.1)
{
    /// <summary>Share of a guess that may be wrong.</summary>
    private const double GuessError = 0.3;

    private readonly Lock _lock = new();
    private readonly CalibratedBeta?[] _betas = new CalibratedBeta?[Enum.GetValues<AnnealingMode>().Length];

    /// <summary>Part of the precision that each new measurement takes from the older ones.</summary>
    public double Fading { get; } = Check.Within(0, 1, fading, nameof(fading));

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
    /// <param name="standardError">Its error, above 0; null for a guess, whose error is taken as 30 %.</param>
    public void Set(AnnealingMode mode, double beta, double? standardError = null)
    {
        CalibratedBeta start = Checked(beta, standardError ?? (GuessError * beta));
        lock (_lock)
        {
            _betas[Index(mode)] = start;
        }
    }

    /// <summary>Adds a measurement to a mode's average, or starts it.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="beta">Inverse temperature of couplings, finite, above 0.</param>
    /// <param name="standardError">Its error, above 0.</param>
    /// <returns>The average with the measurement.</returns>
    public CalibratedBeta Add(AnnealingMode mode, double beta, double standardError)
    {
        CalibratedBeta measured = Checked(beta, standardError);
        lock (_lock)
        {
            ref CalibratedBeta? known = ref _betas[Index(mode)];
            return known = known is null ? measured : Average(known, measured);
        }
    }

    private CalibratedBeta Average(CalibratedBeta known, CalibratedBeta measured)
    {
        double kept = (1 - Fading) / (known.StandardError * known.StandardError);
        double added = 1 / (measured.StandardError * measured.StandardError);
        return new(
            ((kept * known.Beta) + (added * measured.Beta)) / (kept + added), 1 / Math.Sqrt(kept + added), known.Measurements + 1);
    }

    private static int Index(AnnealingMode mode) => (int)Check.Known(mode, nameof(mode));

    private static CalibratedBeta Checked(double beta, double standardError) =>
        new(Check.Above(0, beta, nameof(beta)), Check.Above(0, standardError, nameof(standardError)), Measurements: 1);
}

/// <summary>A measured inverse temperature of couplings.</summary>
/// <param name="Beta">The average.</param>
/// <param name="StandardError">Its standard error, for independent measurements.</param>
/// <param name="Measurements">How many are in it.</param>
public sealed record CalibratedBeta(double Beta, double StandardError, int Measurements);
