using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>About how many floating-point operations a training takes, for the log: what to expect before the first epoch ends.</summary>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Networks">Operations of the networks in a step: forward, and twice as many backward.</param>
/// <param name="Prior">Operations of the prior in a step: a sweep of each chain, and the pairs of each row.</param>
internal readonly record struct TrainingCost(long Steps, double Networks, double Prior)
{
    /// <summary>Couplings of the complete graph that memory holds several times over: 16,384 latents.</summary>
    public const long MostCouplings = 1L << 27;

    /// <summary>Above this, a step takes the prior about a second on a few cores.</summary>
    private const double MuchForAStep = 1e10;

    public bool IsPriorSlow => Prior > Math.Max(MuchForAStep, Networks);

    /// <summary>Operations of an epoch.</summary>
    public double OfEpoch => Steps * (Networks + Prior);

    /// <param name="rows">Rows to train on.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="couplings">Couplings of the prior.</param>
    /// <param name="options">How to train.</param>
    public static TrainingCost Of(long rows, VaeArchitecture networks, long couplings, TrainingOptions options)
    {
        long batch = Math.Clamp(rows, 1, options.BatchSize!.Value), steps = (rows + batch - 1) / batch;
        const int OfWeight = 6, OfCoupling = 4; // a product and a sum: three times, or for both ends of a coupling
        return new(steps, OfWeight * (double)networks.ParameterCount * batch, OfCoupling * (double)couplings * (options.Chains + batch));
    }

    /// <summary>Couplings of a prior.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="graph">Its graph, where that is not the one of the kind.</param>
    /// <param name="latents">Number of latents.</param>
    public static long Couplings(PriorKind kind, SpinGraph? graph, int latents) => graph?.Edges.Length ?? kind switch
    {
        PriorKind.Boltzmann => (long)latents * (latents - 1) / 2,
        PriorKind.Rbm => latents / 2 * (latents - (latents / 2L)),
        _ => 0,
    };
}
