namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// In which order a sweep visits the spins of a graph, colour class after colour class, and what each visit reads: compressed sparse rows,
/// one a visit, neighbours in ascending order. Depends on the graph alone, is found once and kept with it.
/// </summary>
internal sealed class SweepPlan
{
    public SweepPlan(SpinGraph graph)
    {
        int n = graph.SpinCount;
        Order = [.. graph.Coloring.Classes.SelectMany(c => c)];
        int[] visit = new int[n];
        for (int k = 0; k < n; k++)
        {
            visit[Order[k]] = k;
        }

        RowStart = new int[n + 1];
        foreach ((int i, int j) in graph.Edges)
        {
            RowStart[visit[i] + 1]++;
            RowStart[visit[j] + 1]++;
        }

        for (int k = 0; k < n; k++)
        {
            RowStart[k + 1] += RowStart[k];
        }

        Neighbour = new int[RowStart[n]];
        Edge = new int[RowStart[n]];
        int[] end = RowStart[..n];

        // Smaller neighbours first, then larger ones: edges are sorted by (I, J), so both passes write ascending neighbours.
        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Write(visit[graph.Edges[e].J], graph.Edges[e].I, e);
        }

        for (int e = 0; e < graph.Edges.Length; e++)
        {
            Write(visit[graph.Edges[e].I], graph.Edges[e].J, e);
        }

        (RunStart, RunFirst, RunLength) = Runs();

        void Write(int row, int neighbour, int edge)
        {
            int at = end[row]++;
            Neighbour[at] = neighbour;
            Edge[at] = edge;
        }
    }

    /// <summary>The spin of each visit.</summary>
    public int[] Order { get; }

    /// <summary>Where the row of visit k starts in <see cref="Neighbour"/> and <see cref="Edge"/>; one more at the end.</summary>
    public int[] RowStart { get; }

    /// <summary>The coupled spins.</summary>
    public int[] Neighbour { get; }

    /// <summary>The index of the coupling.</summary>
    public int[] Edge { get; }

    /// <summary>Where the row of visit k starts in <see cref="RunFirst"/> and <see cref="RunLength"/>; one more at the end.</summary>
    public int[] RunStart { get; }

    /// <summary>First spin of a run of consecutive neighbours.</summary>
    public int[] RunFirst { get; }

    /// <summary>Length of a run of consecutive neighbours.</summary>
    public int[] RunLength { get; }

    /// <summary>
    /// Whether neighbours mostly come in long runs, as in complete and bipartite graphs, so that walking runs (no index to load) is cheaper
    /// than walking neighbours. From 8 neighbours a run on, the extra loop and its mispredicted end are paid for.
    /// </summary>
    public bool IsDense => Neighbour.Length >= 8 * RunFirst.Length;

    /// <summary>Writes J of each neighbour, in the order of <see cref="Neighbour"/>.</summary>
    public void GatherWeights(ReadOnlySpan<float> couplings, Span<float> weights)
    {
        for (int at = 0; at < Edge.Length; at++)
        {
            weights[at] = couplings[Edge[at]];
        }
    }

    private (int[] Start, int[] First, int[] Length) Runs()
    {
        int[] start = new int[RowStart.Length];
        List<int> first = [];
        List<int> length = [];
        for (int k = 0; k < Order.Length; k++)
        {
            for (int at = RowStart[k]; at < RowStart[k + 1]; at++)
            {
                if (at > RowStart[k] && Neighbour[at] == Neighbour[at - 1] + 1)
                {
                    length[^1]++;
                }
                else
                {
                    first.Add(Neighbour[at]);
                    length.Add(1);
                }
            }

            start[k + 1] = first.Count;
        }

        return (start, [.. first], [.. length]);
    }
}
