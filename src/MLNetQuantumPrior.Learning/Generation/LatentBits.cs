using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Spins as the decoder takes them.</summary>
public static class LatentBits
{
    /// <summary>Spin -1 becomes bit 0, spin +1 bit 1. <c>[rows, spins]</c></summary>
    public static float[] Of(SpinMatrix spins)
    {
        ArgumentNullException.ThrowIfNull(spins);
        float[] bits = new float[spins.AsSpan().Length];
        Of(spins.AsSpan(), bits);
        return bits;
    }

    /// <summary>The same for spins in any order. <c>[n] -> [n]</c></summary>
    internal static void Of(ReadOnlySpan<sbyte> spins, Span<float> bits)
    {
        for (int i = 0; i < spins.Length; i++)
        {
            bits[i] = (spins[i] + 1) / 2;
        }
    }
}
