namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The edges (i, j), i below j, row by row as the energy is summed, and which neighbouring rows read the same spins. Depends on the graph
/// alone, is found once and kept with it.
/// </summary>
internal sealed class UpperRows
{
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

        SharesTail = new bool[n];
        for (int i = 0; i < n - 1; i++)
        {
            ReadOnlySpan<SpinEdge> row = Row(graph, i);
            ReadOnlySpan<SpinEdge> next = Row(graph, i + 1);
            SharesTail[i] = next.Length > 0 && (row.Length - next.Length) is 0 or 1 && SameEnds(row[^next.Length..], next);
        }
    }

    /// <summary>Where row i starts among the edges; one more at the end.</summary>
    public int[] Start { get; }

    /// <summary>Whether row i ends with all neighbours of row i + 1, with at most one neighbour before these.</summary>
    public bool[] SharesTail { get; }

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
