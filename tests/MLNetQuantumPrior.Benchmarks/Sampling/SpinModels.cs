using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>The models that rates and lowest energies are measured on.</summary>
internal static class SpinModels
{
    /// <summary>Cases of the rates, by name.</summary>
    public static IEnumerable<(string Name, IsingModel Model)> Rates()
    {
        foreach ((string name, IsingModel model) in Trained())
        {
            yield return (name, model);
        }

        yield return ("zephyr8-real", Real(SpinGraph.Zephyr(8)));
        yield return ("zephyr8-pm1", PlusMinusOne(SpinGraph.Zephyr(8)));
        yield return ("complete128", Real(SpinGraph.Complete(128)));
        yield return ("complete256", Real(SpinGraph.Complete(256)));
        yield return ("rbm500", Real(SpinGraph.Bipartite(500, 500)));
        yield return ("lattice16", Real(Torus(16, 16)));
    }

    /// <summary>The priors of models of digits, 256 spins, and of a table: trained models are not random ones.</summary>
    public static IEnumerable<(string Name, IsingModel Model)> Trained()
    {
        string models = Path.Combine(Checkout.Root, "models");
        yield return ("trained256", BmVaeModel.Load(Path.Combine(models, "mnist-digits.bmvae")).Prior);
        yield return ("table", TableSynthesizer.Load(Path.Combine(models, "credit.synthesizer")).Model.Prior);
    }

    /// <summary>h uniform in (-0.5, 0.5), J normal with deviation 0.3.</summary>
    public static IsingModel Real(SpinGraph graph, int seed = 1)
    {
        var random = new Random(seed);
        float Normal() => (float)(0.3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
        return new(
            graph,
            [.. Enumerable.Range(0, graph.SpinCount).Select(_ => (float)(random.NextDouble() - 0.5))],
            [.. graph.Edges.Select(_ => Normal())]);
    }

    /// <summary>No fields, J of -1 or +1.</summary>
    public static IsingModel PlusMinusOne(SpinGraph graph, int seed = 1)
    {
        var random = new Random(seed);
        return new(graph, new float[graph.SpinCount], [.. graph.Edges.Select(_ => random.Next(2) == 0 ? -1f : 1f)]);
    }

    /// <summary>A square lattice with joined ends.</summary>
    public static SpinGraph Torus(int width, int height) => SpinGraph.FromEdges(
        width * height,
        Enumerable.Range(0, width * height).SelectMany(i => new SpinEdge[]
        {
            new(i, (i / width * width) + ((i + 1) % width)),
            new(i, (i + width) % (width * height)),
        }),
        $"torus({width},{height})");
}
