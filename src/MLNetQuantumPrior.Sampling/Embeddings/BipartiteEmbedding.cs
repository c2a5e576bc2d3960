namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Complete bipartite graphs, those of restricted Boltzmann machines, on Zephyr and Pegasus processors: one side on vertical lines, the
/// other on horizontal ones, around dead qubits and couplers.
/// </summary>
public static class BipartiteEmbedding
{
    private const int Tries = 8;

    /// <summary>A graph <see cref="SpinGraph.Bipartite"/> on a part of the processor with chains as short as it finds.</summary>
    /// <param name="left">Spins of the first side, at least 1.</param>
    /// <param name="right">Spins of the other side, at least 1.</param>
    /// <param name="topology">The pattern of the processor.</param>
    /// <param name="working">What works of it.</param>
    /// <param name="cancel">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The embedding; null if none is found.</returns>
    /// <exception cref="ArgumentException">The graph has labels that the pattern has not.</exception>
    public static Embedding? Find(
        int left, int right, HardwareTopology topology, SpinGraph working, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, 1);
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(working);
        var tracks = new LivingTracks(topology, working);
        (TrackCounts vertical, TrackCounts horizontal) = (new(tracks, u: 0, cancel), new(tracks, u: 1, cancel));
        foreach ((bool isTurned, int columns, int rows) in Sizes(left, right, topology))
        {
            cancel.ThrowIfCancellationRequested();
            (int ups, int acrosses) = isTurned ? (right, left) : (left, right);
            IEnumerable<Block> blocks = Blocks(columns, rows, topology)
                .Where(b => vertical.Of(b.Column, columns, b.Row, rows) >= ups && horizontal.Of(b.Row, rows, b.Column, columns) >= acrosses)
                .OrderByDescending(b => vertical.Of(b.Column, columns, b.Row, rows) + horizontal.Of(b.Row, rows, b.Column, columns))
                .Take(Tries);
            foreach (Block block in blocks)
            {
                if (Embed(block, ups, acrosses) is { } chains)
                {
                    (List<int>[] one, List<int>[] other) = isTurned ? (chains.Across, chains.Up) : (chains.Up, chains.Across);
                    return new(
                        SpinGraph.Bipartite(left, right),
                        working,
                        one.Concat(other).Select(chain => chain.Select(spin => working.Labels[spin])));
                }
            }
        }

        return null;

        (List<int>[] Up, List<int>[] Across)? Embed(Block block, int ups, int acrosses)
        {
            List<int>[] up = [.. Paths(tracks, 0, block.Column, block.Columns, block.Row, block.Rows)];
            List<int>[] chains = [.. up, .. Paths(tracks, 1, block.Row, block.Rows, block.Column, block.Columns)];
            ImmutableArray<int> left = new ChainRepair(working, chains, (a, b) => a < up.Length != b < up.Length).Run(cancel);
            List<int>[] ofUp = [.. left.Where(c => c < up.Length).Select(c => chains[c]).OrderBy(c => c.Count).Take(ups)];
            List<int>[] ofAcross = [.. left.Where(c => c >= up.Length).Select(c => chains[c]).OrderBy(c => c.Count).Take(acrosses)];
            return ofUp.Length == ups && ofAcross.Length == acrosses ? (ofUp, ofAcross) : null;
        }
    }

    /// <summary>Columns and rows of blocks, those of the shortest chains first.</summary>
    private static IEnumerable<(bool IsTurned, int Columns, int Rows)> Sizes(int left, int right, HardwareTopology topology) =>
        from columns in Extents(topology)
        from rows in Extents(topology)
        from isTurned in new[] { false, true }
        let ups = isTurned ? right : left
        let acrosses = isTurned ? left : right
        orderby Math.Max(columns, rows), ((long)ups * rows) + ((long)acrosses * columns)
        select (isTurned, columns, rows);

    private static IEnumerable<int> Extents(HardwareTopology topology)
    {
        for (int extent = topology.Pitch; extent <= topology.Lines; extent += topology.Pitch)
        {
            yield return extent;
        }
    }

    private static IEnumerable<Block> Blocks(int columns, int rows, HardwareTopology topology)
    {
        for (int column = topology.FirstBegin; column + columns <= topology.Lines; column += topology.Pitch)
        {
            for (int row = topology.FirstBegin; row + rows <= topology.Lines; row += topology.Pitch)
            {
                yield return new(column, columns, row, rows);
            }
        }
    }

    private static IEnumerable<List<int>> Paths(LivingTracks tracks, int u, int line, int lines, int start, int extent) =>
        from l in Enumerable.Range(line, lines)
        from k in Enumerable.Range(0, tracks.Topology.TileSize)
        from path in tracks.Paths(u, l, k, start, direction: 1)
        where path.Reach >= start + extent - 1
        select (List<int>)[.. path.UpTo(start + extent - 1, direction: 1)];

    private readonly record struct Block(int Column, int Columns, int Row, int Rows);

    /// <summary>How many tracks of neighbouring lines live all along some perpendicular lines.</summary>
    private sealed class TrackCounts
    {
        private readonly int[,,] _before; // [from, extent, line]: tracks of lower lines

        public TrackCounts(LivingTracks tracks, int u, CancellationToken cancel)
        {
            int lines = tracks.Topology.Lines;
            _before = new int[lines, lines + 1, lines + 1];
            for (int from = tracks.Topology.FirstBegin; from < lines; from += tracks.Topology.Pitch)
            {
                cancel.ThrowIfCancellationRequested();
                for (int line = 0; line < lines; line++)
                {
                    for (int k = 0; k < tracks.Topology.TileSize; k++)
                    {
                        foreach (TrackPath path in tracks.Paths(u, line, k, from, direction: 1))
                        {
                            for (int extent = 1; extent <= path.Reach - from + 1; extent++)
                            {
                                _before[from, extent, line + 1]++;
                            }
                        }
                    }

                    for (int extent = 1; extent <= lines; extent++)
                    {
                        _before[from, extent, line + 1] += _before[from, extent, line];
                    }
                }
            }
        }

        public int Of(int line, int lines, int from, int extent) => _before[from, extent, line + lines] - _before[from, extent, line];
    }
}
