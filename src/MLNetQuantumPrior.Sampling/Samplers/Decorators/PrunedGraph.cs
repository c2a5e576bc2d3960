namespace MLNetQuantumPrior.Sampling;

/// <summary>A spin that was taken off a graph when it had at most one neighbour left.</summary>
/// <param name="Spin">The spin.</param>
/// <param name="Neighbour">That neighbour; -1 without one.</param>
/// <param name="Edge">Their coupling; -1 without one.</param>
internal readonly record struct PrunedSpin(int Spin, int Neighbour, int Edge);

/// <summary>
/// What is left of a graph when leaves and isolated spins are taken off until there are none: its loops and what joins them.
/// </summary>
internal sealed class PrunedGraph
{
    public PrunedGraph(SpinGraph original)
    {
        SparseRows rows = original.Rows;
        bool[] pruned = new bool[original.SpinCount];
        int[] degree = [.. Enumerable.Range(0, pruned.Length).Select(i => rows.NeighboursOf(i).Length)];
        var order = new List<PrunedSpin>();
        var leaves = new Queue<int>(Enumerable.Range(0, pruned.Length).Where(i => degree[i] <= 1));
        while (leaves.TryDequeue(out int spin))
        {
            pruned[spin] = true;
            var leaf = new PrunedSpin(spin, Neighbour: -1, Edge: -1);
            for (int at = rows.Start[spin]; at < rows.Start[spin + 1]; at++)
            {
                int other = rows.Neighbour[at];
                if (!pruned[other])
                {
                    leaf = new(spin, other, rows.Edge[at]);
                    if (--degree[other] == 1)
                    {
                        leaves.Enqueue(other);
                    }
                }
            }

            order.Add(leaf);
        }

        Pruned = [.. order];
        CoreSpins = [.. Enumerable.Range(0, pruned.Length).Where(i => !pruned[i])];
        CoreEdges = [.. Enumerable.Range(0, original.Edges.Length).Where(e => IsInCore(original.Edges[e]))];
        Core = Pruned.Length == 0 ? original
            : CoreSpins.Length == 0 ? null
            : original.WithoutSpins(Pruned.Select(leaf => original.Labels[leaf.Spin]));

        bool IsInCore(SpinEdge edge) => !pruned[edge.I] && !pruned[edge.J];
    }

    /// <summary>What was taken off, in that order: a spin's neighbour comes later or is in the core.</summary>
    public PrunedSpin[] Pruned { get; }

    /// <summary>The rest, ascending: spin k of <see cref="Core"/> is spin CoreSpins[k] of the whole.</summary>
    public int[] CoreSpins { get; }

    /// <summary>The couplings of the core: edge k of <see cref="Core"/> is edge CoreEdges[k] of the whole.</summary>
    public int[] CoreEdges { get; }

    /// <summary>The rest as a graph, in which every spin has two neighbours or more; null where nothing is left.</summary>
    public SpinGraph? Core { get; }

    /// <summary>The core's columns of whole configurations.</summary>
    public SpinMatrix Extract(SpinMatrix whole) => whole.Select(CoreSpins);
}
