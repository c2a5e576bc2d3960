using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>A processor with dead qubits: a complete graph on chains of qubits, a part without a defect, a qubit that dies later.</summary>
internal static class ProcessorGraphs
{
    public static void Run()
    {
        // What works of a processor. D-Wave's service tells it; here a small one with five dead qubits.
        var topology = HardwareTopology.Zephyr(3);
        SpinGraph chip = SpinGraph.Zephyr(3).WithoutSpins(5, 77, 141, 230, 301);

        // A complete graph: every spin a chain of qubits. The sampler of the chip becomes one of the complete graph.
        Embedding embedding = CliqueEmbedding.Find(spins: 12, topology, chip)!;
        var sampler = new EmbeddingSampler(new PopulationAnnealingSampler(), embedding) { ChainStrength = 5 };
        var random = new Random(1);
        double[] fields = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() - 0.5)];
        double[] couplings = [.. embedding.Source.Edges.Select(_ => random.NextDouble() - 0.5)];
        SampleSet draws = sampler.Sample(new IsingModel(embedding.Source, fields, couplings), new SampleRequest(Reads: 1000, Seed: 1));
        var report = (EmbeddingDiagnostics)draws.Diagnostics!;
        Console.WriteLine($"{embedding.TargetSpinCount} qubits in chains of {embedding.ShortestChain} to {embedding.LongestChain}");
        Console.WriteLine($"fewer than 1 in 100 reads has a broken chain: {report.BrokenReads < 0.01}");

        // A prior without chains: a part of the chip without a defect, with two of the four qubits of each place.
        CleanGrid grid = CleanGrid.Largest(topology, chip, tileSize: 2)!;
        var prior = new IsingModel(grid.Graph, new float[grid.Graph.SpinCount], new float[grid.Graph.Edges.Length]);
        Console.WriteLine($"without a defect: {grid.Topology}, {prior.SpinCount} spins");

        // Another qubit dies. The prior moves to where nothing is lost; where there is no such place, it says what is.
        SpinGraph today = chip.WithoutSpins(grid.Graph.Labels[0]);
        GraphChange loss = GraphChange.Between(prior.Graph, today);
        GraphMigration moved = GraphMigration.Find(prior, topology, today)!;
        int lost = loss.LostCouplings.Length, lostAfterMove = moved.Change.LostCouplings.Length;
        Console.WriteLine($"couplings lost where it is: {lost}, where it moves to: {lostAfterMove}");

        // Output:
        // 28 qubits in chains of 2 to 3
        // fewer than 1 in 100 reads has a broken chain: True
        // without a defect: zephyr(3,2), 168 spins
        // couplings lost where it is: 6, where it moves to: 0
    }
}
