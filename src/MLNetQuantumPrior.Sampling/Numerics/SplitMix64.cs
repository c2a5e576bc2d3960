namespace MLNetQuantumPrior.Sampling;

/// <summary>Steele, Lea and Flood's SplitMix64: turns related seeds into unrelated starting states.</summary>
internal struct SplitMix64(ulong state)
{
    private ulong _state = state;

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15); // 2^64 divided by the golden ratio, made odd
}
