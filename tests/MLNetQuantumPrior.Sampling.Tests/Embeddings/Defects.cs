namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Processors with seeded random defects.</summary>
internal static class Defects
{
    /// <summary>A working graph: each qubit is dead and each coupler lost with some probability.</summary>
    public static SpinGraph Of(HardwareTopology topology, double deadQubits, double lostCouplers, int seed, string? name = null)
    {
        var random = new Random(seed);
        SpinGraph whole = topology.CreateGraph();
        int[] qubits = [.. whole.Labels.Where(_ => random.NextDouble() >= deadQubits)];
        var lives = qubits.ToHashSet();
        SpinEdge[] couplers =
        [
            .. whole.Edges.Where(_ => random.NextDouble() >= lostCouplers)
                .Select(e => new SpinEdge(whole.Labels[e.I], whole.Labels[e.J])).Where(e => lives.Contains(e.I) && lives.Contains(e.J)),
        ];
        return SpinGraph.FromLabels(qubits, couplers, name);
    }
}
