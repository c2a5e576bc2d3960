namespace MLNetQuantumPrior.Sampling;

/// <summary>The neighbours of every spin in ascending order, as compressed sparse rows.</summary>
internal sealed class SparseRows
{
    public SparseRows(SpinGraph graph)
    {
        int n = graph.SpinCount;
        Start = new int[n + 1];
        foreach ((int i, int j) in graph.Edges)
        {
            Start[i + 1]++;
            Start[j + 1]++;
        }

        for (int i = 0; i < n; i++)
        {
            Start[i + 1] += Start[i];
        }

        Neighbour = new int[Start[n]];
        Edge = new int[Start[n]];
        int[] end = Start[..n];

        // Smaller neighbours first, then larger ones: edges are sorted by (I, J), so both passes write ascending neighbours.
        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Write(graph.Edges[e].J, graph.Edges[e].I, e);
        }

        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Write(graph.Edges[e].I, graph.Edges[e].J, e);
        }

        void Write(int row, int neighbour, int edge)
        {
            int at = end[row]++;
            Neighbour[at] = neighbour;
            Edge[at] = edge;
        }
    }

    /// <summary>Where the row of spin i starts in <see cref="Neighbour"/> and <see cref="Edge"/>; one more at the end.</summary>
    public int[] Start { get; }

    /// <summary>The coupled spins.</summary>
    public int[] Neighbour { get; }

    /// <summary>The index of the coupling.</summary>
    public int[] Edge { get; }

    /// <summary>The spins coupled to spin i.</summary>
    public ReadOnlySpan<int> NeighboursOf(int i) => Neighbour.AsSpan(Start[i]..Start[i + 1]);
}
