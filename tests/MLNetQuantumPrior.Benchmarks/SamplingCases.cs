using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>The models whose sampling is timed.</summary>
internal static class SamplingCases
{
    /// <summary>
    /// The rates of dwave-samplers' simulated annealing (C++, sequential order, the faster of its two rules, its default flags and
    /// temperatures) in updates a nanosecond of one thread, measured on one core of an AMD Zen 5 server processor at 4.2 GHz. Used where no
    /// file of rates measured beside is given.
    /// </summary>
    public static IReadOnlyDictionary<string, double> PublishedReference { get; } = new Dictionary<string, double>
    {
        ["zephyr(8,4) real"] = 0.087,
        ["zephyr(8,4) +-1"] = 0.134,
        ["complete(128)"] = 0.044,
        ["complete(256)"] = 0.026,
        ["bipartite(500,500)"] = 0.016,
        ["lattice(16,16)"] = 0.112,
    };

    /// <summary>The name and the model of each case.</summary>
    public static IEnumerable<(string Name, IsingModel Model)> All()
    {
        yield return ("zephyr(8,4) real", Real(SpinGraph.Zephyr(8)));
        yield return ("zephyr(8,4) +-1", Signs(SpinGraph.Zephyr(8)));
        yield return ("complete(128)", Real(SpinGraph.Complete(128)));
        yield return ("complete(256)", Real(SpinGraph.Complete(256)));
        yield return ("bipartite(500,500)", Real(SpinGraph.Bipartite(500, 500)));
        yield return ("lattice(16,16)", Real(Lattice(16)));
    }

    /// <summary>Fields and couplings uniform in [-1, 1), scaled so that local fields are of order one.</summary>
    private static IsingModel Real(SpinGraph graph)
    {
        var random = new Random(1);
        double scale = Math.Sqrt((double)graph.SpinCount / graph.Edges.Length);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];
        return new(graph, Numbers(graph.SpinCount), Numbers(graph.Edges.Length));
    }

    /// <summary>Couplings -1 or +1, fields -1, 0 or 1.</summary>
    private static IsingModel Signs(SpinGraph graph)
    {
        var random = new Random(2);
        float[] fields = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => (float)(random.Next(3) - 1))];
        float[] couplings = [.. Enumerable.Range(0, graph.Edges.Length).Select(_ => (float)((2 * random.Next(2)) - 1))];
        return new(graph, fields, couplings);
    }

    /// <summary>A square lattice that closes on itself.</summary>
    private static SpinGraph Lattice(int side) => SpinGraph.FromEdges(
        side * side,
        from i in Enumerable.Range(0, side * side)
        from j in new[] { (i / side * side) + ((i + 1) % side), (i + side) % (side * side) }
        select new SpinEdge(i, j),
        $"lattice({side},{side})");
}
