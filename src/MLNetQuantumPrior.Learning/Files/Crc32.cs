namespace MLNetQuantumPrior.Learning;

/// <summary>CRC-32 as in zip and PNG: the reversed polynomial 0xEDB88320.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(index => Eight((uint)index))];

    /// <summary>Sum of bytes that follow others.</summary>
    /// <param name="before">Sum of those before, 0 at the start.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        uint sum = ~before;
        foreach (byte value in bytes)
        {
            sum = (sum >> 8) ^ Table[(byte)(sum ^ value)];
        }

        return ~sum;
    }

    private static uint Eight(uint sum)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            sum = (sum >> 1) ^ (0xEDB88320 & (0u - (sum & 1)));
        }

        return sum;
    }
}
