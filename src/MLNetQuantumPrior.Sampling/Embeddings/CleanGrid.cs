namespace MLNetQuantumPrior.Sampling;

/// <summary>A part of a processor without a defect that has the pattern of a smaller processor.</summary>
/// <param name="Topology">The pattern of the part.</param>
/// <param name="Graph">The part of the working graph; its labels are qubits.</param>
public sealed record CleanGrid(HardwareTopology Topology, SpinGraph Graph)
{
    /// <summary>The largest one. All offsets are tried, also by half cells.</summary>
    /// <param name="topology">The pattern of the processor.</param>
    /// <param name="working">What works of it.</param>
    /// <param name="tileSize">
    /// t of the part of a Zephyr graph, at most that of the whole, which is the default. With fewer, each line may do without the qubits of
    /// its defects, so that the grid is larger.
    /// </param>
    /// <param name="cancel">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The part; null if there is none.</returns>
    /// <exception cref="ArgumentException">The graph has labels that the pattern has not.</exception>
    public static CleanGrid? Largest(
        HardwareTopology topology, SpinGraph working, int? tileSize = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(working);
        int tile = tileSize ?? topology.TileSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(tile, 1, nameof(tileSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tile, topology.TileSize, nameof(tileSize));
        bool isZephyr = topology.Family == HardwareFamily.Zephyr;
        var cleanTracks = new CleanTracks(topology, working);
        for (int m = topology.GridSize; m >= (isZephyr ? 1 : 2); m--)
        {
            HardwareTopology part = isZephyr ? HardwareTopology.Zephyr(m, tile) : HardwareTopology.Pegasus(m);
            TrackSegment[][] lines = CleanTracks.Lines(part);
            for (int columns = 0; columns <= topology.Lines - part.Lines; columns += topology.Pitch)
            {
                for (int rows = 0; rows <= topology.Lines - part.Lines; rows += topology.Pitch)
                {
                    cancel.ThrowIfCancellationRequested();
                    if (cleanTracks.Of(lines, tile, columns, rows) is { } labels)
                    {
                        var kept = labels.ToHashSet();
                        return new(part, working.WithoutSpins(working.Labels.Where(label => !kept.Contains(label))));
                    }
                }
            }
        }

        return null;
    }
}
