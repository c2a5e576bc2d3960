namespace MLNetQuantumPrior.Sampling;

/// <summary>The inverse temperature at which samples look like draws from exp(-beta E), by maximum pseudo-likelihood.</summary>
/// <remarks>
/// Beta maximises the weighted sum over samples and spins of log p(s_i | all other spins), which needs no log Z and has a single maximum
/// (Besag 1975; Bhattacharya and Mukherjee 2018 for Ising models). It is right in the limit of many samples if they follow
/// exp(-beta E) at any beta; samples of several temperatures give a beta in between. It looks at each spin among its neighbours only:
/// chains that are in balance within their modes, but not between them, show the right beta. <see cref="ChainDiagnostics"/> tells those.
/// <para>
/// The conditional distributions of one sample's spins depend on one another, so the error is not that of independent factors: it is the
/// sandwich sqrt(sum_r w_r^2 g_r^2) / sum_r w_r k_r of each sample's score g_r and information k_r, for independent samples. Reads that
/// share a past are worth less than their number, and the error comes out too small.
/// </para>
/// <para>
/// Samples whose every spin lies along its local field, as in ground states and other local minima, only bound beta from below: then
/// <see cref="Beta"/> and <see cref="StandardError"/> are positive infinity. Where every spin lies against it, beta is negative infinity.
/// </para>
/// </remarks>
/// <param name="Beta">The inverse temperature, in units of one over the model's energies; below 0 where high energies prevail.</param>
/// <param name="StandardError">Its standard error for independent samples.</param>
public sealed record EffectiveTemperature(double Beta, double StandardError)
{
    private const int MaxIterations = 200;

    // The last Newton step, in units of one over the largest local energy; its square is what it leaves.
    private const double LastStep = 1e-6;

    /// <summary>Fits beta to samples.</summary>
    /// <param name="model">The energy that the samples are supposed to follow.</param>
    /// <param name="samples">One configuration a row, at least two.</param>
    /// <param name="weights">Importance of each sample, at least 0, not all on one; empty where all count the same.</param>
    /// <exception cref="ArgumentException">Samples or weights do not fit, or no spin of any sample has a local field, as without fields
    /// and couplings.</exception>
    public static EffectiveTemperature Of(IsingModel model, SpinMatrix samples, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Columns != model.SpinCount)
        {
            throw new ArgumentException($"Samples: expected {model.SpinCount} spins, got {samples.Columns}.", nameof(samples));
        }

        if (samples.Rows < 2)
        {
            throw new ArgumentException($"Samples: expected at least 2, got {samples.Rows}.", nameof(samples));
        }

        double[] share = SampleWeights.Normalized(weights, samples.Rows);
        if (share.Count(w => w > 0) < 2)
        {
            throw new ArgumentException("Weights: expected at least 2 above 0, got 1.", nameof(weights));
        }

        var energies = new LocalEnergies(model, samples);
        (float lowest, float highest) = energies.Range(share);
        if (lowest == 0 && highest == 0)
        {
            throw new ArgumentException(
                "Samples: expected a spin with a local field other than 0, got none; without one, every beta fits alike.", nameof(samples));
        }

        return highest <= 0 ? new(double.PositiveInfinity, double.PositiveInfinity)
            : lowest >= 0 ? new(double.NegativeInfinity, double.PositiveInfinity)
            : Maximize(energies, share, Math.Max(highest, -lowest));
    }

    /// <summary>Newton's method from beta 0, kept between the bounds that the sign of the score gives: the score falls with beta.</summary>
    private static EffectiveTemperature Maximize(LocalEnergies energies, double[] share, double largestEnergy)
    {
        double effectiveCount = 1 / share.Sum(w => w * w);
        (double low, double high) = (double.NegativeInfinity, double.PositiveInfinity);
        double beta = 0;
        for (int iteration = 0; ; iteration++)
        {
            PseudoLikelihood at = energies.LikelihoodAt(beta, share);
            (low, high) = at.Score > 0 ? (beta, high) : (low, beta);
            double longest = 4 * (Math.Abs(beta) + (1 / largestEnergy)); // where the curve is flat, Newton goes too far
            double newton = beta + Math.Clamp(at.Score / at.Information, -longest, longest);
            double next = newton == beta || (newton > low && newton < high) ? newton : (low + high) / 2;
            double step = Math.Abs(next - beta) * largestEnergy;
            beta = next;
            if (step <= LastStep * Math.Max(1, Math.Abs(beta) * largestEnergy) || iteration == MaxIterations)
            {
                return new(beta, Math.Sqrt(at.SquaredScores * effectiveCount / (effectiveCount - 1)) / at.Information);
            }
        }
    }
}
