namespace MLNetQuantumPrior.Sampling;

public sealed partial class SpinGraph
{
    /// <summary>
    /// The Pegasus graph P(m) of D-Wave's Advantage processors: 8 (3m - 1) (m - 1) spins and 180 (m - 1)^2 - 16 couplings, at most 15 a
    /// spin. As in D-Wave's tools the few segments at the border that cross no other are left out, so that the graph is connected and
    /// D-Wave's integer node labels have gaps: they are in <see cref="Labels"/>.
    /// </summary>
    /// <param name="m">Grid size, at least 2. P(16), the size of hardware, has 5640 spins.</param>
    /// <remarks>Boothby, Bunyk, Raymond and Roy, "Next-Generation Topology of D-Wave Quantum Processors", arXiv:2003.00133, 2020.</remarks>
    public static SpinGraph Pegasus(int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        int segments = m - 1;

        // Perpendicular segments begin at 2, 6 or 10 and span 12 (m - 1) lines together: they reach the lines 2 .. 12m - 3.
        const int FirstLine = 2;
        int endLine = checked(PegasusCoordinate.Span * m) - FirstLine;
        int spins = checked(2 * (endLine - FirstLine) * segments);
        var labels = ImmutableArray.CreateBuilder<int>(spins);
        var edges = new List<SpinEdge>();
        for (int u = 0; u < 2; u++)
        {
            for (int line = FirstLine; line < endLine; line++)
            {
                for (int z = 0; z < segments; z++)
                {
                    var place = PegasusCoordinate.At(u, line, z);
                    labels.Add(place.Label(m));
                    AddAlongLine(place);
                    if (u == 0)
                    {
                        AddCrossings(place);
                    }
                }
            }
        }

        ImmutableArray<int> known = labels.MoveToImmutable();
        return new($"pegasus({m})", spins, Sorted(edges), () => FourColors(known, m), known);

        // The next segment of the same line (external coupler), and the segment at the side: lines come in pairs (odd coupler).
        void AddAlongLine(PegasusCoordinate place)
        {
            if (place.Z + 1 < segments)
            {
                edges.Add(new(Spin(place), Spin(place with { Z = place.Z + 1 })));
            }

            if (place.K % 2 == 0)
            {
                edges.Add(new(Spin(place), Spin(place with { K = place.K + 1 })));
            }
        }

        // On each horizontal line that a vertical segment spans, the segment that it crosses (internal coupler).
        void AddCrossings(PegasusCoordinate vertical)
        {
            for (int line = vertical.Begin; line < vertical.Begin + PegasusCoordinate.Span; line++)
            {
                int along = vertical.Line - PegasusCoordinate.At(1, line, 0).Begin;
                int z = along / PegasusCoordinate.Span;
                if (along >= 0 && z < segments)
                {
                    edges.Add(new(Spin(vertical), Spin(PegasusCoordinate.At(1, line, z))));
                }
            }
        }

        int Spin(PegasusCoordinate at) => (((at.U * (endLine - FirstLine)) + at.Line - FirstLine) * segments) + at.Z;
    }

    /// <summary>
    /// Pegasus graphs have four colours, two for each orientation. Within one, an external coupler changes Z by one and leaves K, an odd
    /// coupler changes the parity of K and leaves Z, so K + Z is even at one end of either and odd at the other. Where two odd couplers
    /// cross, all four spins are coupled, so three colours would not do.
    /// </summary>
    private static GraphColoring FourColors(ImmutableArray<int> labels, int m)
    {
        int[] color = new int[labels.Length];
        for (int i = 0; i < color.Length; i++)
        {
            var place = PegasusCoordinate.FromLabel(labels[i], m);
            color[i] = (2 * place.U) + ((place.K + place.Z) & 1);
        }

        return GraphColoring.Of(color, colors: 4);
    }
}

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
