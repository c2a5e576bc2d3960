using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Machines small enough to know everything about them.</summary>
internal static class SmallMachines
{
    /// <summary>No fields and no couplings.</summary>
    public static IsingModel Flat(SpinGraph graph) => new(graph, new float[graph.SpinCount], new float[graph.Edges.Length]);

    /// <summary>Fields and couplings uniform in [-strength, strength).</summary>
    public static IsingModel Random(SpinGraph graph, float strength, int seed)
    {
        var random = new Random(seed);
        float[] fields = [.. Enumerable.Range(0, graph.SpinCount).Select(_ => Draw())];
        float[] couplings = [.. graph.Edges.Select(_ => Draw())];
        return new(graph, fields, couplings);

        float Draw() => strength * ((2 * random.NextSingle()) - 1);
    }

    /// <summary>All couplings pull towards one random pattern and its opposite, and the fields towards the pattern.</summary>
    public static IsingModel Valleys(int spins, float depth, float tilt)
    {
        var random = new Random(spins);
        int[] pattern = [.. Enumerable.Range(0, spins).Select(_ => (2 * random.Next(2)) - 1)];
        SpinGraph graph = SpinGraph.Complete(spins);
        return new(
            graph,
            [.. pattern.Select(p => -tilt * p)],
            [.. graph.Edges.Select(e => -depth * pattern[e.I] * pattern[e.J] * (0.5f + random.NextSingle()))]);
    }

    /// <summary>The exact moments of a machine.</summary>
    public static TargetMoments Moments(IsingModel model)
    {
        var law = new ExactEnumeration(model);
        return new(Rows: 1000, [.. law.MeanSpins.Concat(law.EdgeCorrelations).Select(moment => (float)moment)]);
    }

    /// <summary>KL(p || q) in nats: by how much q's log-likelihood of data from p falls short of the best.</summary>
    public static double Divergence(IsingModel p, IsingModel q)
    {
        double[] a = new ExactEnumeration(p).Probabilities(), b = new ExactEnumeration(q).Probabilities();
        return Enumerable.Range(0, a.Length).Sum(s => a[s] * Math.Log(a[s] / b[s]));
    }
}
