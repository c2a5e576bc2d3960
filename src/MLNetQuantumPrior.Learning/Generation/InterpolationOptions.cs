using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to interpolate between two encoded rows.</summary>
public sealed record InterpolationOptions
{
    /// <summary>
    /// How strongly each end pulls, in nats of one spin's field, a finite number of at least 0: the more, the closer points are to their
    /// nearer end; at 0 the prior alone decides what lies between. Default 1.
    /// </summary>
    public double Pull { get; init => field = Check.AtLeast(0, value); } = 1;

    /// <summary>Gibbs sweeps from one point to the next, at least 1. Default 20.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 20;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }
}
