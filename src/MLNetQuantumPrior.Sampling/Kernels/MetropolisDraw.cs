namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The Metropolis flip of one spin given its local field f: flipping changes the energy by -2 s f, and is done with probability
/// 15/16 min(1, exp(2 beta s f)). The plain form that every kernel must match bit for bit.
/// </summary>
internal static class MetropolisDraw
{
    /// <summary>
    /// Below 1, so that a flip that costs nothing is sometimes left out. With certain flips a sweep over a flat landscape would turn every
    /// spin, whatever the order of visits, and two sweeps would change nothing. Scaling all acceptances alike keeps detailed balance.
    /// </summary>
    public const float Eagerness = 0.9375f;

    /// <summary>The spin after the visit, -1 or +1.</summary>
    public static float Spin(float field, float spin, float scale, uint random)
    {
        float x = float.MinNative(float.MaxNative(field * spin * scale, -GibbsDraw.ExponentLimit), 0);
        return Eagerness * GibbsDraw.PowerOfTwo(x) < GibbsDraw.Uniform(random) ? spin : -spin;
    }
}
