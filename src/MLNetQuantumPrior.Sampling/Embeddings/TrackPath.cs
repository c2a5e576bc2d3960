namespace MLNetQuantumPrior.Sampling;

/// <summary>Coupled spins along a line that span its perpendicular lines from a start on, without a gap.</summary>
/// <param name="Spins">The spins, from the start outwards.</param>
/// <param name="Ends">The outermost line that is spanned after each of them.</param>
internal sealed record TrackPath(int[] Spins, int[] Ends)
{
    /// <summary>The outermost line that is spanned.</summary>
    public int Reach => Ends[^1];

    /// <summary>Spins that are needed to span up to a line, which must be within reach.</summary>
    public ReadOnlySpan<int> UpTo(int line, int direction)
    {
        int count = 1;
        while (direction * (line - Ends[count - 1]) > 0)
        {
            count++;
        }

        return Spins.AsSpan(0, count);
    }
}
