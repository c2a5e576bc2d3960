namespace MLNetQuantumPrior.Sampling;

/// <summary>What lives of each line of a processor, and the paths that can be laid along it.</summary>
internal sealed class LivingTracks
{
    private const int Dead = -1;

    private readonly HardwareTopology _topology;
    private readonly SpinGraph _working;
    private readonly int[][] _spins; // [orientation, line, k] -> spins by begin, Dead where there is none
    private readonly Dictionary<(int Track, int From, int Direction), TrackPath[]> _paths = [];

    public LivingTracks(HardwareTopology topology, SpinGraph working)
    {
        (_topology, _working) = (topology, working);
        int slots = ((topology.Lines - topology.FirstBegin - topology.Span) / topology.Pitch) + 1;
        _spins = new int[2 * topology.Lines * topology.TileSize][];
        for (int track = 0; track < _spins.Length; track++)
        {
            _spins[track] = new int[slots];
            Array.Fill(_spins[track], Dead);
        }

        for (int spin = 0; spin < working.SpinCount; spin++)
        {
            TrackSegment at = topology.SegmentOf(working.Labels[spin]);
            _spins[Track(at.U, at.Line, at.K)][Slot(at.Begin)] = spin;
        }
    }

    public SpinGraph Working => _working;

    public HardwareTopology Topology => _topology;

    /// <summary>
    /// One path or two, without a common spin, that span from a line on as far as they can. Where one ends at a dead spin, the other may go
    /// on over the spins that this leaves.
    /// </summary>
    /// <param name="u">Orientation of the line.</param>
    /// <param name="line">The line.</param>
    /// <param name="k">Which of the parallel tracks.</param>
    /// <param name="from">The perpendicular line to start at.</param>
    /// <param name="direction">+1 towards higher lines, -1 towards lower ones.</param>
    public TrackPath[] Paths(int u, int line, int k, int from, int direction)
    {
        int track = Track(u, line, k);
        if (!_paths.TryGetValue((track, from, direction), out TrackPath[]? paths))
        {
            paths = Find(_spins[track], from, direction);
            _paths.Add((track, from, direction), paths);
        }

        return paths;
    }

    public bool AreCoupled(int a, int b) => _working.Rows.NeighboursOf(a).BinarySearch(b) >= 0;

    private TrackPath[] Find(int[] spins, int from, int direction)
    {
        bool[] used = new bool[spins.Length];
        List<int[]> straight = [];
        for (int slot = 0; slot < spins.Length; slot++)
        {
            if (spins[slot] != Dead && Begin(slot) <= from && from <= End(slot))
            {
                straight.Add(Straight(spins, slot, direction));
            }
        }

        // The longest keeps what the others need, and may turn into what they leave.
        straight.Sort((a, b) => direction * (a[^1] - b[^1]));
        foreach (int slot in straight.SkipLast(1).SelectMany(path => path))
        {
            used[slot] = true;
        }

        return [.. straight.SkipLast(1).Append(straight.Count == 0 ? null : Longest(spins, straight[^1][0], direction, used))
            .OfType<int[]>().Select(ToPath)];

        TrackPath ToPath(int[] slots) =>
            new([.. slots.Select(s => spins[s])], [.. slots.Select(s => direction > 0 ? End(s) : Begin(s))]);
    }

    /// <summary>Slots end to end, until one is dead.</summary>
    private int[] Straight(int[] spins, int slot, int direction)
    {
        int step = direction * (_topology.Span / _topology.Pitch);
        List<int> path = [slot];
        for (int next = slot + step; IsCoupledTo(spins, next, path[^1]); next += step)
        {
            path.Add(next);
        }

        return [.. path];
    }

    /// <summary>The path of the fewest slots among those that reach farthest, by way of overlapping slots too.</summary>
    private int[] Longest(int[] spins, int start, int direction, bool[] used)
    {
        int most = _topology.Span / _topology.Pitch;
        int[] before = new int[spins.Length];
        Array.Fill(before, -1);
        before[start] = start;
        int last = start;
        for (int slot = start; slot >= 0 && slot < spins.Length; slot += direction)
        {
            if (before[slot] < 0)
            {
                continue;
            }

            last = slot;
            for (int step = most; step >= 1; step--)
            {
                int next = slot + (direction * step);
                if (next >= 0 && next < spins.Length && !used[next] && before[next] < 0 && IsCoupledTo(spins, next, slot))
                {
                    before[next] = slot;
                }
            }
        }

        List<int> path = [last];
        while (path[^1] != start)
        {
            path.Add(before[path[^1]]);
        }

        path.Reverse();
        return [.. path];
    }

    private bool IsCoupledTo(int[] spins, int slot, int other) =>
        slot >= 0 && slot < spins.Length && spins[slot] != Dead && AreCoupled(spins[slot], spins[other]);

    private int Track(int u, int line, int k) => (((u * _topology.Lines) + line) * _topology.TileSize) + k;

    private int Slot(int begin) => (begin - _topology.FirstBegin) / _topology.Pitch;

    private int Begin(int slot) => _topology.FirstBegin + (slot * _topology.Pitch);

    private int End(int slot) => Begin(slot) + _topology.Span - 1;
}
