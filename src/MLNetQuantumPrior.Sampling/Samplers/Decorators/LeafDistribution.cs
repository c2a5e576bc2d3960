namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// A spin s in a field f, with weight exp(-beta f s); and a leaf, for which f = h + J s' with the one neighbour s'. At beta 0 both states
/// weigh the same, at infinity only the lower energy counts.
/// </summary>
/// <param name="beta">Inverse temperature, at least 0; may be infinite.</param>
internal readonly struct LeafDistribution(double beta)
{
    /// <summary>The probability of +1: 1 / (1 + exp(2 beta f)).</summary>
    public double Up(double f) => f == 0 ? 0.5 : 1 / (1 + Math.Exp(2 * beta * f));

    /// <summary>The logarithm of the sum of both weights, log(2 cosh(beta f)).</summary>
    public double LogWeight(double f) => (beta * Math.Abs(f)) + Excess(f);

    /// <summary>
    /// The field g that takes the leaf's place at its neighbour: 2 cosh(beta (h + J s')) is proportional to exp(-beta g s').
    /// </summary>
    public double Field(double h, double j) => beta == 0
        ? 0
        : (0.5 * (Math.Abs(h - j) - Math.Abs(h + j))) + ((Excess(h - j) - Excess(h + j)) / (2 * beta));

    /// <summary>How much more the sum weighs than the larger of both weights.</summary>
    private double Excess(double f) => f == 0 ? Math.Log(2) : Math.Log(1 + Math.Exp(-2 * beta * Math.Abs(f)));
}
