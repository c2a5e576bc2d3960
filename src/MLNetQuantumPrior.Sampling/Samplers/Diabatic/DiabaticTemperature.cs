namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What a weakly coupled Ising model looks like after diabatic quantum annealing: fields and couplings at two inverse temperatures, which
/// only the schedule decides.
/// </summary>
/// <remarks>
/// With theta(t) the integral of A from t to T, first-order perturbation theory in B gives the measured distribution
/// p(s) ~ exp(-beta_h sum_i h_i s_i - beta_J sum_(ij) J_ij s_i s_j), beta_h = 2 int B sin(2 theta) dt and beta_J = 2 int B sin(4 theta) dt.
/// The second order adds to log p, besides a constant,
/// <see cref="CouplingPairTerm"/> * sum_i sum_(j &lt; k, both coupled to i) J_ij J_ik s_j s_k
/// + <see cref="FieldCouplingTerm"/> * sum_(ij) J_ij (h_i s_j + h_j s_i), which no Boltzmann distribution has: see
/// <see cref="DeviationOf"/>.
/// </remarks>
/// <param name="FieldBeta">beta_h.</param>
/// <param name="CouplingBeta">beta_J.</param>
/// <param name="CouplingPairTerm">Second-order weight of two couplings that share a spin.</param>
/// <param name="FieldCouplingTerm">Second-order weight of a field and a coupling that share a spin.</param>
public sealed record DiabaticTemperature(
    double FieldBeta, double CouplingBeta, double CouplingPairTerm, double FieldCouplingTerm)
{
    /// <summary>beta_J / beta_h: what fields must be multiplied by before annealing to come out at the temperature of couplings.</summary>
    public double FieldScale => CouplingBeta / FieldBeta;

    /// <summary>Integrates a schedule.</summary>
    public static DiabaticTemperature Of(AnnealingSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return ScheduleQuadrature.Integrate(schedule);
    }

    /// <summary>How far from the first-order Boltzmann distribution an ideal annealer answers a model, to second order.</summary>
    /// <param name="programmed">The model as the annealer gets it, after all scaling.</param>
    public DiabaticDeviation DeviationOf(IsingModel programmed)
    {
        ArgumentNullException.ThrowIfNull(programmed);
        double strongest = 0;
        double firstOrder = 0;
        foreach (float field in programmed.Fields)
        {
            firstOrder += Math.Pow(FieldBeta * field, 2);
        }

        foreach (float coupling in programmed.Couplings)
        {
            firstOrder += Math.Pow(CouplingBeta * coupling, 2);
            strongest = Math.Max(strongest, Math.Abs(CouplingBeta * coupling));
        }

        double error = Math.Sqrt(SecondOrderTerms.Variance(programmed, this));
        return new(strongest, error, error == 0 ? 0 : error / Math.Sqrt(firstOrder));
    }
}
