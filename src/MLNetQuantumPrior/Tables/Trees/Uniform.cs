using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Uniform numbers of a row.</summary>
internal static class Uniform
{
    /// <summary>A number of [0, 1): a multiple of 2^-53.</summary>
    public static double Next(ref SplitMix64 random) => (random.Next() >> 11) * (1.0 / (1L << 53));
}
