using Microsoft.ML;
using MLNetQuantumPrior.Leap;
using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>A prior that is trained on D-Wave's quantum annealer, in an ordinary pipeline.</summary>
internal static class LeapTraining
{
    private const int Latents = 16;

    public static void Run(LeapClient client, LeapSolver solver, TextWriter output)
    {
        output.WriteLine($"solver {solver.Identity}: {solver.Qubits.Length} qubits, {solver.Couplers.Length} couplers");
        SpinGraph graph = Neighbourhood(solver.Graph, Latents);

        var ml = new MLContext(seed: 1);
        var split = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)), testFraction: 0.2, seed: 1);
        var options = new BmVaeEstimator.Options
        {
            Graph = graph, // the latents are qubits, their couplings couplers
            Sampler = new LeapSampler(client, solver, new() { Mode = AnnealingMode.Diabatic }),
            Training = new() { Epochs = 8, BatchSize = 100, NegativePhase = NegativePhaseKind.SamplerDraws, Chains = 100 },
            Seed = 1,
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.BmVae(options))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));
        var model = pipeline.Fit(split.TrainSet);

        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        output.WriteLine($"accuracy on {graph.SpinCount} latent bits: {metrics.MicroAccuracy:F2}");
        output.WriteLine($"charged: {client.Charged.TotalSeconds:F1} s of the processor");

        // Output:
        // solver Advantage2_system1;graph_id=a10494e9a1: 333 qubits, 2760 couplers
        // accuracy on 16 latent bits: 1.00
        // charged: 2.8 s of the processor
    }

    /// <summary>What stands in for the service on this machine.</summary>
    public static Task<LeapStubServer> StandInAsync() => LeapStubServer.StartAsync(new()
    {
        // Three dead qubits. By its name the sampler finds the schedule, and so the temperature, that D-Wave publishes.
        Solvers = [StubSolver.Zephyr(3, dead: [7, 111, 222], name: "Advantage2_system1")],
    });

    /// <summary>
    /// Spins around the middle of a working graph, every second one: those between are free to bring fields to their neighbours, since a
    /// fast anneal takes no fields of its own.
    /// </summary>
    private static SpinGraph Neighbourhood(SpinGraph working, int spins)
    {
        ILookup<int, int> neighbours = working.Edges.SelectMany(e => (SpinEdge[])[e, new(e.J, e.I)]).ToLookup(e => e.I, e => e.J);
        List<int> near = [working.SpinCount / 2];
        for (int k = 0; k < near.Count && near.Count < 2 * spins; k++)
        {
            near.AddRange(neighbours[near[k]].Except(near).Take((2 * spins) - near.Count));
        }

        IEnumerable<int> kept = near.Where((_, place) => place % 2 == 0).Select(spin => working.Labels[spin]);
        return working.WithoutSpins(working.Labels.Except(kept));
    }
}
