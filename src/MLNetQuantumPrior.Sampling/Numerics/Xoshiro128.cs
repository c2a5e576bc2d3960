using System.Numerics;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Blackman and Vigna's xoshiro128++, one stream a chain: what the vector kernels run in every lane, and the plain form that defines their
/// numbers.
/// </summary>
internal struct Xoshiro128(uint s0, uint s1, uint s2, uint s3)
{
    /// <summary>
    /// The stream of a chain, made from (seed, chain) alone. The chains of a seed take turns in one SplitMix64 sequence, which never gives
    /// two zeros in a row, so no stream starts in the forbidden all-zero state. Different chains start in different states.
    /// </summary>
    public static Xoshiro128 OfChain(ulong seed, ulong chain)
    {
        // Two draws a chain: chain c starts 2 c steps of SplitMix64's increment behind the mixed seed. From c = 2^63 on, where 2 c comes
        // round, the rotation makes it an odd number of steps.
        var words = new SplitMix64(SplitMix64.Mix(seed) + (BitOperations.RotateLeft(chain, 1) * 0x9E3779B97F4A7C15));
        (ulong low, ulong high) = (words.Next(), words.Next());
        return new((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
    }

    public readonly (uint S0, uint S1, uint S2, uint S3) Words => (s0, s1, s2, s3);

    public uint Next()
    {
        uint result = BitOperations.RotateLeft(s0 + s3, 7) + s0;
        uint t = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 11);
        return result;
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => ((((ulong)Next() << 32) | Next()) >> 11) * (1.0 / (1UL << 53));
}
