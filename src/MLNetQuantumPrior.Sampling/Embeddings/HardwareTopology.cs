namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The pattern in which a processor without defects couples its qubits. A working graph, which lacks dead qubits and couplers, has the
/// same labels; the pattern says where on the chip a label is.
/// </summary>
/// <remarks>
/// In both families qubits are segments of vertical and horizontal lines. A vertical and a horizontal segment are coupled where each spans
/// the line of the other; segments of a line are coupled where they overlap or touch.
/// </remarks>
public sealed record HardwareTopology
{
    private HardwareTopology(HardwareFamily family, int gridSize, int tileSize) =>
        (Family, GridSize, TileSize) = (family, gridSize, tileSize);

    /// <summary>Zephyr or Pegasus.</summary>
    public HardwareFamily Family { get; }

    /// <summary>m of Z(m, t) or P(m).</summary>
    public int GridSize { get; }

    /// <summary>t of Z(m, t): parallel qubits of a place. 1 in Pegasus, where each has a line of its own.</summary>
    public int TileSize { get; }

    /// <summary>Lines of each orientation.</summary>
    internal int Lines => Family == HardwareFamily.Zephyr ? (2 * GridSize) + 1 : PegasusCoordinate.Span * GridSize;

    /// <summary>Perpendicular lines that a segment spans.</summary>
    internal int Span => Family == HardwareFamily.Zephyr ? 2 : PegasusCoordinate.Span;

    /// <summary>Segments begin at <see cref="FirstBegin"/> and so many lines apart, or a multiple of that.</summary>
    internal int Pitch => Family == HardwareFamily.Zephyr ? 1 : 4;

    /// <summary>Where the first segments begin.</summary>
    internal int FirstBegin => Family == HardwareFamily.Zephyr ? 0 : 2;

    /// <summary>The pattern of Advantage2 processors, <see cref="SpinGraph.Zephyr"/>.</summary>
    /// <param name="m">Grid size, at least 1.</param>
    /// <param name="t">Tile size, at least 1; 4 in hardware.</param>
    public static HardwareTopology Zephyr(int m, int t = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);
        _ = checked(4 * t * m * ((2 * m) + 1));
        return new(HardwareFamily.Zephyr, m, t);
    }

    /// <summary>The pattern of Advantage processors, <see cref="SpinGraph.Pegasus"/>.</summary>
    /// <param name="m">Grid size, at least 2.</param>
    public static HardwareTopology Pegasus(int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        _ = checked(24 * m * (m - 1));
        return new(HardwareFamily.Pegasus, m, 1);
    }

    /// <summary>The pattern as a solver describes it: type "zephyr" with shape [m, t], or "pegasus" with shape [m].</summary>
    /// <exception cref="ArgumentException">It is another type, or its shape has other numbers.</exception>
    public static HardwareTopology Of(string type, params ReadOnlySpan<int> shape) => shape switch
    {
        [>= 1 and var m] when type == "zephyr" => Zephyr(m),
        [>= 1 and var m, >= 1 and var t] when type == "zephyr" => Zephyr(m, t),
        [>= 2 and var m] when type == "pegasus" => Pegasus(m),
        _ => throw new ArgumentException(
            $"Topology: expected zephyr [m, t] or pegasus [m], got {type} [{string.Join(", ", shape.ToArray())}].", nameof(type)),
    };

    /// <summary>The graph without defects.</summary>
    public SpinGraph CreateGraph() =>
        Family == HardwareFamily.Zephyr ? SpinGraph.Zephyr(GridSize, TileSize) : SpinGraph.Pegasus(GridSize);

    /// <inheritdoc/>
    public override string ToString() =>
        Family == HardwareFamily.Zephyr ? $"zephyr({GridSize},{TileSize})" : $"pegasus({GridSize})";

    /// <summary>Where a label is.</summary>
    /// <exception cref="ArgumentException">The pattern has no such label.</exception>
    internal TrackSegment SegmentOf(int label)
    {
        int labels = Family == HardwareFamily.Zephyr ? 2 * Lines * TileSize * 2 * GridSize : 2 * Lines * (GridSize - 1);
        if (label < 0 || label >= labels)
        {
            throw new ArgumentException($"Label {label}: expected a qubit of {this}, from 0 to {labels - 1}.", nameof(label));
        }

        if (Family == HardwareFamily.Zephyr)
        {
            var zephyr = ZephyrCoordinate.FromLabel(label, GridSize, TileSize);
            return new(zephyr.U, zephyr.W, zephyr.K, zephyr.Position);
        }

        var pegasus = PegasusCoordinate.FromLabel(label, GridSize);
        return new(pegasus.U, pegasus.Line, 0, pegasus.Begin);
    }

    /// <summary>The label at a place; -1 where there is no qubit.</summary>
    internal int LabelOf(TrackSegment place)
    {
        (int u, int line, int k, int begin) = place;
        if (line < 0 || line >= Lines || k < 0 || k >= TileSize || begin < 0)
        {
            return -1;
        }

        if (Family == HardwareFamily.Zephyr)
        {
            return begin < 2 * GridSize ? ZephyrCoordinate.At(u, line, k, begin).Label(GridSize, TileSize) : -1;
        }

        int along = begin - PegasusCoordinate.At(u, line, 0).Begin;
        (int z, int rest) = Math.DivRem(along, PegasusCoordinate.Span);
        return rest == 0 && along >= 0 && z < GridSize - 1 ? PegasusCoordinate.At(u, line, z).Label(GridSize) : -1;
    }
}

/// <summary>Families of <see cref="HardwareTopology"/>.</summary>
public enum HardwareFamily
{
    /// <summary>Advantage2.</summary>
    Zephyr,

    /// <summary>Advantage.</summary>
    Pegasus,
}

/// <summary>A qubit's place on the chip.</summary>
/// <param name="U">Orientation of its line: 0 vertical, 1 horizontal.</param>
/// <param name="Line">Its line.</param>
/// <param name="K">Which of the parallel qubits of the line.</param>
/// <param name="Begin">The first of the perpendicular lines that it spans.</param>
internal readonly record struct TrackSegment(int U, int Line, int K, int Begin);
