namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Place of a spin in a Zephyr graph Z(m, t), as D-Wave names it. Spins are short segments of a grid of 2m + 1 vertical (U = 0) and 2m + 1
/// horizontal (U = 1) lines; a segment spans the two perpendicular lines <see cref="Position"/> and <see cref="Position"/> + 1.
/// </summary>
/// <param name="U">Orientation: 0 vertical, 1 horizontal.</param>
/// <param name="W">Line on which the segment lies, 0 .. 2m.</param>
/// <param name="K">Which of the t parallel segments of the same place, 0 .. t-1.</param>
/// <param name="J">Whether the segment is shifted by one line, 0 or 1.</param>
/// <param name="Z">Place along the line, 0 .. m-1.</param>
internal readonly record struct ZephyrCoordinate(int U, int W, int K, int J, int Z)
{
    /// <summary>The first of the two perpendicular lines that the segment spans, 0 .. 2m-1.</summary>
    public int Position => (2 * Z) + J;

    public static ZephyrCoordinate FromLabel(int label, int m, int t)
    {
        (label, int z) = Math.DivRem(label, m);
        (label, int j) = Math.DivRem(label, 2);
        (label, int k) = Math.DivRem(label, t);
        (int u, int w) = Math.DivRem(label, (2 * m) + 1);
        return new(u, w, k, j, z);
    }

    public static ZephyrCoordinate At(int u, int w, int k, int position) => new(u, w, k, position & 1, position >> 1);

    /// <summary>The integer that D-Wave's tools give to this spin.</summary>
    public int Label(int m, int t) => (((((((U * ((2 * m) + 1)) + W) * t) + K) * 2) + J) * m) + Z;
}
