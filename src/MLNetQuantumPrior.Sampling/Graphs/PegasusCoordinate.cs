namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Place of a spin in a Pegasus graph P(m), as D-Wave names it. Spins are segments of a grid of 12 m vertical (U = 0) and 12 m horizontal
/// (U = 1) lines; a segment spans twelve perpendicular lines.
/// </summary>
/// <param name="U">Orientation: 0 vertical, 1 horizontal.</param>
/// <param name="W">Dozen of lines in which the segment lies, 0 .. m-1.</param>
/// <param name="K">Line within the dozen, 0 .. 11.</param>
/// <param name="Z">Place along the line, 0 .. m-2.</param>
internal readonly record struct PegasusCoordinate(int U, int W, int K, int Z)
{
    /// <summary>Perpendicular lines that a segment spans.</summary>
    public const int Span = 12;

    /// <summary>The line on which the segment lies, 0 .. 12m-1.</summary>
    public int Line => (Span * W) + K;

    /// <summary>The first of the perpendicular lines that the segment spans.</summary>
    public int Begin => (Span * Z) + Offset(U, K);

    public static PegasusCoordinate FromLabel(int label, int m)
    {
        (label, int z) = Math.DivRem(label, m - 1);
        (int u, int line) = Math.DivRem(label, Span * m);
        return new(u, line / Span, line % Span, z);
    }

    public static PegasusCoordinate At(int u, int line, int z) => new(u, line / Span, line % Span, z);

    /// <summary>Where the first segment of a line begins. Lines come in fours that share it; both orientations make the pattern of D-Wave's
    /// processors.</summary>
    public static int Offset(int u, int k) => (u, k / 4) switch
    {
        (0, 0) or (1, 1) => 2,
        (0, 1) or (1, 2) => 10,
        _ => 6,
    };

    /// <summary>The integer that D-Wave's tools give to this spin.</summary>
    public int Label(int m) => (((U * Span * m) + Line) * (m - 1)) + Z;
}
