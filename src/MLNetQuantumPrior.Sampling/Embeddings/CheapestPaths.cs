namespace MLNetQuantumPrior.Sampling;

/// <summary>Dijkstra's cheapest paths from a chain to all spins, where each spin on the way has a price.</summary>
internal sealed class CheapestPaths(SpinGraph graph)
{
    private readonly double[] _cost = new double[graph.SpinCount];
    private readonly int[] _towards = new int[graph.SpinCount];
    private readonly PriorityQueue<int, double> _next = new();

    /// <summary>Price of a path from the chain to a spin, its own included and the chain's excluded.</summary>
    public double Cost(int spin) => _cost[spin];

    /// <summary>The spins on the way from one to the chain, itself included and the chain's excluded unless it starts there.</summary>
    public List<int> From(int root)
    {
        List<int> path = [];
        for (int q = root; q >= 0; q = _towards[q])
        {
            path.Add(q);
        }

        return path;
    }

    /// <param name="chain">Where paths start.</param>
    /// <param name="price">Of each spin, at least 1.</param>
    /// <param name="bound">Paths that cost more are left out.</param>
    public void Find(ReadOnlySpan<int> chain, double[] price, double bound)
    {
        Array.Fill(_cost, double.PositiveInfinity);
        foreach (int spin in chain)
        {
            (_cost[spin], _towards[spin]) = (0, -1);
            _next.Enqueue(spin, 0);
        }

        while (_next.TryDequeue(out int spin, out double covered))
        {
            if (covered > _cost[spin])
            {
                continue;
            }

            foreach (int neighbour in graph.Rows.NeighboursOf(spin))
            {
                double cost = covered + price[neighbour];
                if (cost < _cost[neighbour] && cost <= bound)
                {
                    _cost[neighbour] = cost;
                    _towards[neighbour] = covered == 0 ? -1 : spin;
                    _next.Enqueue(neighbour, cost);
                }
            }
        }

        foreach (int spin in chain)
        {
            _cost[spin] = price[spin]; // a root within the chain overlaps it
        }
    }
}
