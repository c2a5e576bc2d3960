namespace MLNetQuantumPrior;

/// <summary>Ranges of ids of generated rows.</summary>
internal static class RowIds
{
    /// <summary>Ids have so many bits at most: rows that are drawn again have ids above.</summary>
    public const int Bits = 48;

    public static void Check(long fromId, long toId)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromId);
        ArgumentOutOfRangeException.ThrowIfLessThan(toId, fromId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toId, 1L << Bits);
    }
}
