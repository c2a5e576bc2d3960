using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Sampling.Tests;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A model whose log Z is known.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Model">The model.</param>
/// <param name="Beta">The inverse temperature.</param>
/// <param name="LogPartition">log Z.</param>
internal sealed record KnownModel(string Name, IsingModel Model, double Beta, double LogPartition)
{
    /// <summary>Nine of moderate size, by enumeration or elimination.</summary>
    public static IEnumerable<KnownModel> Moderate()
    {
        (string Name, IsingModel Model)[] models =
        [
            ("complete, 16 spins, weak", TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1)),
            ("complete, 16 spins", TestModels.Random(SpinGraph.Complete(16), 1, seed: 1)),
            ("complete, 14 spins, frustrated", TestModels.Frustrated(SpinGraph.Complete(14), seed: 2)),
            ("Zephyr, 12 spins, frustrated", TestModels.Frustrated(SpinGraph.Zephyr(1, 1), seed: 3)),
            ("torus 5 x 5, frustrated", TestModels.Frustrated(TestModels.Torus(5, 5), seed: 4)),
            ("strip 6 x 10, frustrated", TestModels.Frustrated(Strip.Graph(6, 10), seed: 3)),
            ("ring, 60 spins", TestModels.Uniform(TestModels.Ring(60), 0, 0.7f)),
            ("tree, 100 spins", TestModels.Random(Tree(100), 2, seed: 5)),
            ("RBM, 10 x 60", TestModels.Random(SpinGraph.KPartite(10, 60), 0.5, seed: 6)),
        ];
        return models.Select(m => new KnownModel(m.Name, m.Model, Beta: 1, LogPartitionFunction.Exact(m.Model).Value));
    }

    /// <summary>64 x 64 spins far below the critical temperature, where short runs end between domains.</summary>
    public static KnownModel Ferromagnet() => new(
        "ferromagnet 64 x 64",
        TestModels.Uniform(TestModels.Torus(64, 64), 0, -1),
        Beta: 0.6,
        SquareLattice.LogPartition(64, 64, strength: 0.6));

    /// <summary>Each spin hangs on one before it.</summary>
    private static SpinGraph Tree(int spins)
    {
        var random = new Random(7);
        return SpinGraph.FromEdges(spins, Enumerable.Range(1, spins - 1).Select(i => new SpinEdge(random.Next(i), i)));
    }
}
