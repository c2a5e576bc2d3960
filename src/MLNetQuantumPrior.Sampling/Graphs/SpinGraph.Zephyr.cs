namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    /// <summary>
    /// The Zephyr graph Z(m, t) of D-Wave's Advantage2 processors, with D-Wave's integer node labels: 4 t m (2m + 1) spins and
    /// 16 t^2 m^2 + 2 t (2m + 1) (4m - 3) couplings, at most 4 t + 4 a spin.
    /// </summary>
    /// <param name="m">Grid size, at least 1. Z(3) has 336 spins, Z(12) 4800.</param>
    /// <param name="t">Tile size, at least 1; 4 in hardware.</param>
    /// <remarks>Boothby, King and Raymond, "Zephyr Topology of D-Wave Quantum Processors", D-Wave technical report, 2021.</remarks>
    public static SpinGraph Zephyr(int m, int t = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);
        int lines = (2 * m) + 1;
        int positions = 2 * m;
        var edges = new List<SpinEdge>();
        for (int w = 0; w < lines; w++)
        {
            for (int k = 0; k < t; k++)
            {
                for (int p = 0; p < positions; p++)
                {
                    AddAlongLine(0, w, k, p);
                    AddAlongLine(1, w, k, p);
                    AddCrossings(w, k, p);
                }
            }
        }

        int spins = checked(4 * t * m * lines);
        return new($"zephyr({m},{t})", spins, Sorted(edges), () => FourColors(spins, m, t));

        // Segments of one line that overlap by one span (odd couplers) or touch end to end (external couplers).
        void AddAlongLine(int u, int w, int k, int p)
        {
            for (int next = p + 1; next <= p + 2 && next < positions; next++)
            {
                Add(ZephyrCoordinate.At(u, w, k, p), ZephyrCoordinate.At(u, w, k, next));
            }
        }

        // A vertical and a horizontal segment are coupled where they cross: each lies on one of the two lines that the other spans
        // (internal couplers).
        void AddCrossings(int w, int k, int p)
        {
            for (int horizontalLine = p; horizontalLine <= p + 1; horizontalLine++)
            {
                for (int horizontalPosition = Math.Max(w - 1, 0); horizontalPosition <= Math.Min(w, positions - 1); horizontalPosition++)
                {
                    for (int other = 0; other < t; other++)
                    {
                        Add(ZephyrCoordinate.At(0, w, k, p), ZephyrCoordinate.At(1, horizontalLine, other, horizontalPosition));
                    }
                }
            }
        }

        void Add(ZephyrCoordinate a, ZephyrCoordinate b)
        {
            (int i, int j) = (a.Label(m, t), b.Label(m, t));
            edges.Add(i < j ? new(i, j) : new(j, i));
        }
    }

    /// <summary>
    /// Zephyr graphs have four colours. On a line, positions p and p + 1 differ in bit 0, p and p + 2 in bit 1. Where a vertical segment
    /// (w, p) and a horizontal one (w', p') cross, w is p' or p' + 1 and w' is p or p + 1. Either p and p' differ in bit 0, or p + p' is
    /// even, so that w + p and w' + p' agree in bit 1 with p + p', and the 2 added to one of them makes the colours differ.
    /// </summary>
    private static GraphColoring FourColors(int spins, int m, int t)
    {
        int[] color = new int[spins];
        for (int i = 0; i < spins; i++)
        {
            var place = ZephyrCoordinate.FromLabel(i, m, t);
            color[i] = (place.Position & 1) | ((place.W + place.Position + (2 * place.U)) & 2);
        }

        return GraphColoring.Of(color, colors: 4);
    }
}

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
