using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Spins as the decoder takes them.</summary>
public static class LatentBits
{
    /// <summary>Spin -1 becomes bit 0, spin +1 bit 1. <c>[rows, spins]</c></summary>
    public static float[] Of(SpinMatrix spins)
    {
        ArgumentNullException.ThrowIfNull(spins);
        ReadOnlySpan<sbyte> source = spins.AsSpan();
        float[] bits = new float[source.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (source[i] + 1) / 2;
        }

        return bits;
    }
}
