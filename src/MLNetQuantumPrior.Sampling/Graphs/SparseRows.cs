namespace MLNetQuantumPrior.Sampling;

/// <summary>What each visit of a sweep reads, as compressed sparse rows: the neighbours of the visited spin in ascending order.</summary>
internal sealed class SparseRows
{
    public SparseRows(SpinGraph graph, ReadOnlySpan<int> order)
    {
        int n = graph.SpinCount;
        int[] visit = new int[n];
        for (int k = 0; k < n; k++)
        {
            visit[order[k]] = k;
        }

        Start = new int[n + 1];
        foreach ((int i, int j) in graph.Edges)
        {
            Start[visit[i] + 1]++;
            Start[visit[j] + 1]++;
        }

        for (int k = 0; k < n; k++)
        {
            Start[k + 1] += Start[k];
        }

        Neighbour = new int[Start[n]];
        Edge = new int[Start[n]];
        int[] end = Start[..n];

        // Smaller neighbours first, then larger ones: edges are sorted by (I, J), so both passes write ascending neighbours.
        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Write(visit[graph.Edges[e].J], graph.Edges[e].I, e);
        }

        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Write(visit[graph.Edges[e].I], graph.Edges[e].J, e);
        }

        void Write(int row, int neighbour, int edge)
        {
            int at = end[row]++;
            Neighbour[at] = neighbour;
            Edge[at] = edge;
        }
    }

    /// <summary>Where the row of visit k starts in <see cref="Neighbour"/> and <see cref="Edge"/>; one more at the end.</summary>
    public int[] Start { get; }

    /// <summary>The coupled spins.</summary>
    public int[] Neighbour { get; }

    /// <summary>The index of the coupling.</summary>
    public int[] Edge { get; }
}
