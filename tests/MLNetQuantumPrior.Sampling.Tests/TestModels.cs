namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Small models with seeded random numbers.</summary>
internal static class TestModels
{
    /// <summary>Fields and couplings uniform in [-strength, strength).</summary>
    public static IsingModel Random(SpinGraph graph, double strength, int seed)
    {
        var random = new Random(seed);
        float[] fields = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => Draw())];
        float[] couplings = [.. graph.Edges.Select(_ => Draw())];
        return new(graph, fields, couplings);

        float Draw() => (float)(strength * ((2 * random.NextDouble()) - 1));
    }

    /// <summary>Every field h and every coupling J the same.</summary>
    public static IsingModel Uniform(SpinGraph graph, float field, float coupling) =>
        new(graph, [.. Enumerable.Repeat(field, graph.SpinCount)], [.. Enumerable.Repeat(coupling, graph.Edges.Length)]);

    /// <summary>Fields in [-1, 1), couplings of random sign with |J| in [1.5, 2.5): at beta 1 modes are far apart and deep.</summary>
    public static IsingModel Frustrated(SpinGraph graph, int seed)
    {
        var random = new Random(seed);
        float[] fields = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        float[] couplings = [.. graph.Edges.Select(_ => (float)((1.5 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)))];
        return new(graph, fields, couplings);
    }

    /// <summary>A square lattice that closes on itself, at least 3 x 3.</summary>
    public static SpinGraph Torus(int width, int height) =>
        SpinGraph.FromEdges(width * height, Enumerable.Range(0, width * height).SelectMany(i => new SpinEdge[]
        {
            new(i, (i / width * width) + ((i + 1) % width)),
            new(i, (i + width) % (width * height)),
        }));

    public static SpinGraph Ring(int spins) =>
        SpinGraph.FromEdges(spins, Enumerable.Range(0, spins).Select(i => new SpinEdge(i, (i + 1) % spins)));

    /// <summary>A triangle, a pair and two spins on their own, numbered so that parts interleave.</summary>
    public static SpinGraph Disconnected() =>
        SpinGraph.FromEdges(7, [new(0, 2), new(2, 5), new(0, 5), new(1, 6)]);

    /// <summary>All 2^n configurations; bit i of the index is set where s_i = +1.</summary>
    public static IEnumerable<sbyte[]> AllStates(int spins)
    {
        for (int state = 0; state < 1 << spins; state++)
        {
            yield return [.. Enumerable.Range(0, spins).Select(i => (sbyte)((state >> i & 1) == 1 ? 1 : -1))];
        }
    }
}
