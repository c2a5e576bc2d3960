namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Where <see cref="DenseCouplings"/> keep the couplings of a dense graph: for each visit of the sweep plan a row, from its first neighbour
/// to its last, in blocks of 16 visits. Depends on the graph alone, is found once and kept with it.
/// </summary>
internal sealed class DenseRows
{
    /// <summary>Visits that <see cref="FlipKernel"/> decides at once.</summary>
    public const int BlockSize = 16;

    private const int LeastSpins = 32;
    private const long MostFloats = 1 << 26; // 256 MiB

    private DenseRows(SpinGraph graph, int[] visit, int[] firstBlock, int[] blockCount, int[]? lowerEnd)
    {
        SweepPlan plan = graph.SweepPlan;
        MostNeighbours = Enumerable.Range(0, visit.Length).Max(i => graph.Rows.NeighboursOf(i).Length);
        (Visits, Visit, FirstBlock, BlockCount, LowerEnd) = (visit.Length, visit, firstBlock, blockCount, lowerEnd);
        Bundle = new int[Visits];
        for (int b = 0; b < plan.BundleCount; b++)
        {
            Bundle.AsSpan(plan.BundleStart[b]..plan.BundleStart[b + 1]).Fill(b);
        }

        RowStart = new int[Visits + 1];
        for (int v = 0; v < Visits; v++)
        {
            RowStart[v + 1] = RowStart[v] + (BlockSize * blockCount[v]);
        }
    }

    /// <summary>Number of visits of a sweep.</summary>
    public int Visits { get; }

    /// <summary>The most neighbours that a spin has.</summary>
    public int MostNeighbours { get; }

    /// <summary>The visit of each spin.</summary>
    public int[] Visit { get; }

    /// <summary>The bundle of each visit.</summary>
    public int[] Bundle { get; }

    /// <summary>The first block in which a visit has a neighbour.</summary>
    public int[] FirstBlock { get; }

    /// <summary>The number of blocks up to its last neighbour.</summary>
    public int[] BlockCount { get; }

    /// <summary>Where its row starts; one more at the end.</summary>
    public int[] RowStart { get; }

    /// <summary>
    /// The visit behind its last neighbour that has a lower number as a spin; null where neighbours of higher numbers come between those.
    /// </summary>
    public int[]? LowerEnd { get; }

    /// <summary>The rows of a graph, or null where they would be less than half full, or too many.</summary>
    public static DenseRows? TryOf(SpinGraph graph)
    {
        if (graph.SpinCount < LeastSpins || !graph.SweepPlan.HasDense)
        {
            return null;
        }

        int[] order = graph.SweepPlan.Order;
        int[] visit = new int[order.Length];
        for (int v = 0; v < order.Length; v++)
        {
            visit[order[v]] = v;
        }

        int[] first = new int[order.Length];
        int[] last = new int[order.Length];
        first.AsSpan().Fill(int.MaxValue);
        last.AsSpan().Fill(-1);
        foreach ((int i, int j) in graph.Edges)
        {
            (int a, int b) = (visit[i], visit[j]);
            (first[a], last[a]) = (Math.Min(first[a], b), Math.Max(last[a], b));
            (first[b], last[b]) = (Math.Min(first[b], a), Math.Max(last[b], a));
        }

        int[] count = new int[order.Length];
        long floats = 0;
        for (int v = 0; v < order.Length; v++)
        {
            (first[v], count[v]) = last[v] < 0 ? (0, 0) : (first[v] / BlockSize, (last[v] / BlockSize) - (first[v] / BlockSize) + 1);
            floats += BlockSize * count[v];
        }

        int[] lowerEnd = new int[order.Length];
        int[] upperStart = new int[order.Length];
        upperStart.AsSpan().Fill(int.MaxValue);
        foreach ((int i, int j) in graph.Edges)
        {
            (int a, int b) = (visit[i], visit[j]);
            (upperStart[a], lowerEnd[b]) = (Math.Min(upperStart[a], b), Math.Max(lowerEnd[b], a + 1));
        }

        bool isApart = Enumerable.Range(0, order.Length).All(v => lowerEnd[v] <= upperStart[v]);
        bool isHalfFull = floats <= (4L * graph.Edges.Length) + (2L * BlockSize * graph.SpinCount);
        return isHalfFull && floats <= MostFloats ? new(graph, visit, first, count, isApart ? lowerEnd : null) : null;
    }
}
