namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The edges (i, j), i below j, row by row as the energy is summed, and which neighbouring rows read the same spins. Depends on the graph
/// alone, is found once and kept with it.
/// </summary>
internal sealed class UpperRows
{
    /// <summary>Rows that are summed side by side.</summary>
    public const int Together = 4;

    private readonly bool[] _sharesTail;

    public UpperRows(SpinGraph graph)
    {
        int n = graph.SpinCount;
        Start = new int[n + 1];
        foreach (SpinEdge edge in graph.Edges)
        {
            Start[edge.I + 1]++;
        }

        for (int i = 0; i < n; i++)
        {
            Start[i + 1] += Start[i];
        }

        _sharesTail = new bool[n];
        for (int i = 0; i < n - 1; i++)
        {
            ReadOnlySpan<SpinEdge> row = Row(graph, i);
            ReadOnlySpan<SpinEdge> next = Row(graph, i + 1);
            _sharesTail[i] = next.Length > 0 && row.Length >= next.Length && SameEnds(row[^next.Length..], next);
        }

        int inFours = 0;
        for (int i = 0; i < n; i++)
        {
            if (StartsFour(i))
            {
                inFours += Start[i + Together] - Start[i];
                i += Together - 1;
            }
        }

        AreMostlyFours = 2 * inFours > graph.Edges.Length;
    }

    /// <summary>Where row i starts among the edges; one more at the end.</summary>
    public int[] Start { get; }

    /// <summary>Whether rows that can be summed four at a time have most edges.</summary>
    public bool AreMostlyFours { get; }

    /// <summary>Whether each of the rows i, i + 1 and i + 2 ends with all neighbours of the next one.</summary>
    public bool StartsFour(int i) => i + Together <= _sharesTail.Length && _sharesTail[i] && _sharesTail[i + 1] && _sharesTail[i + 2];

    private static bool SameEnds(ReadOnlySpan<SpinEdge> row, ReadOnlySpan<SpinEdge> next)
    {
        for (int k = 0; k < next.Length; k++)
        {
            if (row[k].J != next[k].J)
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<SpinEdge> Row(SpinGraph graph, int i) => graph.Edges.AsSpan()[Start[i]..Start[i + 1]];
}
