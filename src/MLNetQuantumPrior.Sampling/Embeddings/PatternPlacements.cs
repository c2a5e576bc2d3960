namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The places to which a pattern of qubits can be moved on a chip without a change of its couplings: shifts of both axes, mirrors, rows and
/// columns exchanged, and other parallel tracks of a line. Shifts of whole cells without a mirror come first, the shortest first.
/// </summary>
internal sealed class PatternPlacements
{
    private readonly HardwareTopology _topology;
    private readonly Track[][] _lines;
    private readonly int _qubits;

    public PatternPlacements(HardwareTopology topology, ImmutableArray<int> labels)
    {
        (_topology, _qubits) = (topology, labels.Length);
        _lines = [.. Enumerable.Range(0, labels.Length).Select(i => (Index: i, At: topology.SegmentOf(labels[i])))
            .GroupBy(qubit => (qubit.At.U, qubit.At.Line))
            .Select(line => line.GroupBy(qubit => qubit.At.K)
                .Select(track => new Track(
                    track.First().At, [.. track.Select(qubit => qubit.Index)], [.. track.Select(qubit => qubit.At.Begin)]))
                .ToArray())];
    }

    /// <summary>Labels of the moved qubits, in the order of the pattern, for every place at which all of them are.</summary>
    /// <param name="exists">Whether there is a qubit of a label.</param>
    public IEnumerable<int[]> All(Func<int, bool> exists)
    {
        int cell = _topology.Family == HardwareFamily.Zephyr ? 2 : PegasusCoordinate.Span;
        IEnumerable<Move> moves =
            from isTurned in new[] { false, true }
            from flipRows in new[] { false, true }
            from flipColumns in new[] { false, true }
            from columns in Shifts()
            from rows in Shifts()
            orderby isTurned || flipRows || flipColumns, columns % cell != 0 || rows % cell != 0, Math.Abs(columns) + Math.Abs(rows)
            select new Move(isTurned, flipRows, flipColumns, columns, rows);
        foreach (Move move in moves)
        {
            int[] labels = new int[_qubits];
            if (_lines.All(line => Place(line, 0, used: 0, move, exists, labels)))
            {
                yield return labels;
            }
        }
    }

    /// <summary>Finds parallel tracks for those of a line from one on, its own before others.</summary>
    private bool Place(Track[] line, int track, int used, Move move, Func<int, bool> exists, int[] labels)
    {
        if (track == line.Length)
        {
            return true;
        }

        for (int turn = 0; turn < _topology.TileSize; turn++)
        {
            int k = (line[track].Place.K + turn) % _topology.TileSize;
            if ((used >> k & 1) == 0
                && Lives(line[track], k, move, exists, labels)
                && Place(line, track + 1, used | 1 << k, move, exists, labels))
            {
                return true;
            }
        }

        return false;
    }

    private bool Lives(Track track, int k, Move move, Func<int, bool> exists, int[] labels)
    {
        for (int q = 0; q < track.Begins.Length; q++)
        {
            int label = _topology.LabelOf(Moved(track.Place with { K = k, Begin = track.Begins[q] }, move));
            if (label < 0 || !exists(label))
            {
                return false;
            }

            labels[track.Indices[q]] = label;
        }

        return true;
    }

    /// <summary>A vertical segment lies on a column and spans rows.</summary>
    private TrackSegment Moved(TrackSegment at, Move move)
    {
        int last = _topology.Lines - 1;
        int u = move.IsTurned ? 1 - at.U : at.U;
        (bool flipLine, bool flipSpan) = u == 0 ? (move.FlipColumns, move.FlipRows) : (move.FlipRows, move.FlipColumns);
        (int across, int along) = u == 0 ? (move.Columns, move.Rows) : (move.Rows, move.Columns);
        int line = flipLine ? last - at.Line : at.Line;
        int begin = flipSpan ? last - (at.Begin + _topology.Span - 1) : at.Begin;
        return new(u, line + across, at.K, begin + along);
    }

    private IEnumerable<int> Shifts()
    {
        int most = (_topology.Lines - 1) / _topology.Pitch * _topology.Pitch;
        for (int shift = -most; shift <= most; shift += _topology.Pitch)
        {
            yield return shift;
        }
    }

    private readonly record struct Move(bool IsTurned, bool FlipRows, bool FlipColumns, int Columns, int Rows);

    /// <summary>Qubits of the pattern on one of the parallel tracks of a line, and where they begin.</summary>
    private sealed record Track(TrackSegment Place, int[] Indices, int[] Begins);
}
