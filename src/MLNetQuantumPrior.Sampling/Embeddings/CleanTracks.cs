namespace MLNetQuantumPrior.Sampling;

/// <summary>Which qubits of a working graph make a smaller pattern without a defect.</summary>
internal sealed class CleanTracks
{
    private readonly HardwareTopology _topology;
    private readonly SpinGraph _working;
    private readonly SpinEdge[] _lostCouplers; // pairs of living qubits

    public CleanTracks(HardwareTopology topology, SpinGraph working)
    {
        (_topology, _working) = (topology, working);
        foreach (int label in working.Labels)
        {
            topology.SegmentOf(label); // throws where the pattern has no such label
        }

        SpinGraph whole = topology.CreateGraph();
        _lostCouplers = [.. whole.Edges.Select(e => new SpinEdge(whole.Labels[e.I], whole.Labels[e.J])).Where(IsLost)];
    }

    /// <summary>The segments of the first track of each line of a pattern; where tracks are parallel, any other will do.</summary>
    public static TrackSegment[][] Lines(HardwareTopology part) =>
        [.. part.CreateGraph().Labels.Select(part.SegmentOf).Where(at => at.K == 0)
            .GroupBy(at => (at.U, at.Line)).Select(line => line.ToArray())];

    /// <summary>The labels of a pattern that is shifted by some columns and rows; null where something is missing.</summary>
    /// <param name="lines">The lines of the pattern.</param>
    /// <param name="tileSize">How many tracks of each line are needed.</param>
    /// <param name="columns">Shift of vertical lines.</param>
    /// <param name="rows">Shift of horizontal lines.</param>
    public List<int>? Of(TrackSegment[][] lines, int tileSize, int columns, int rows)
    {
        List<List<int[]>> tracks = [];
        foreach (TrackSegment[] line in lines)
        {
            List<int[]> clean = [];
            for (int k = 0; k < _topology.TileSize; k++)
            {
                if (Clean(line, k, columns, rows) is { } track)
                {
                    clean.Add(track);
                }
            }

            if (clean.Count < tileSize)
            {
                return null;
            }

            tracks.Add(clean);
        }

        return WithoutLostCouplers(tracks, tileSize)
            ? [.. tracks.SelectMany(line => line.Take(tileSize)).SelectMany(track => track)]
            : null;
    }

    /// <summary>Labels of a track, if all of its qubits live.</summary>
    private int[]? Clean(TrackSegment[] line, int k, int columns, int rows)
    {
        List<int> labels = [];
        foreach ((int u, int at, _, int begin) in line)
        {
            (int across, int along) = u == 0 ? (columns, rows) : (rows, columns);
            int label = _topology.LabelOf(new(u, at + across, k, begin + along));
            if (label < 0 || _working.Labels.BinarySearch(label) < 0)
            {
                return null;
            }

            labels.Add(label);
        }

        return [.. labels];
    }

    /// <summary>Removes tracks that miss a coupler as long as their lines have others.</summary>
    private bool WithoutLostCouplers(List<List<int[]>> tracks, int tileSize)
    {
        while (true)
        {
            var owner = new Dictionary<int, (int Line, int[] Track)>();
            for (int line = 0; line < tracks.Count; line++)
            {
                foreach (int[] track in tracks[line])
                {
                    foreach (int label in track)
                    {
                        owner.Add(label, (line, track));
                    }
                }
            }

            var lost = new Dictionary<int[], int>();
            foreach (SpinEdge pair in _lostCouplers.Where(pair => owner.ContainsKey(pair.I) && owner.ContainsKey(pair.J)))
            {
                foreach ((int line, int[] track) in new[] { owner[pair.I], owner[pair.J] }.Distinct())
                {
                    lost[track] = lost.GetValueOrDefault(track) + (tracks[line].Count > tileSize ? 1 : 0);
                }
            }

            if (lost.Count == 0)
            {
                return true;
            }

            (int[] worst, int count) = lost.MaxBy(track => track.Value);
            if (count == 0)
            {
                return false;
            }

            tracks[owner[worst[0]].Line].Remove(worst);
        }
    }

    private bool IsLost(SpinEdge pair)
    {
        (int i, int j) = (_working.Labels.BinarySearch(pair.I), _working.Labels.BinarySearch(pair.J));
        return i >= 0 && j >= 0 && _working.Rows.NeighboursOf(i).BinarySearch(j) < 0;
    }
}
