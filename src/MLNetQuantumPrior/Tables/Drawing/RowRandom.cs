using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Random numbers of one row: a row depends on seed and id alone, whatever others are drawn with it.</summary>
internal static class RowRandom
{
    /// <summary>The numbers of a row, in one of several tries.</summary>
    public static SplitMix64 Of(ulong seed, ulong id, int round = 0) =>
        new(SplitMix64.Mix(seed + (0x9E3779B97F4A7C15 * (ulong)(round + 1))) ^ SplitMix64.Mix(id + 0x632BE59BD9B4E019));
}
