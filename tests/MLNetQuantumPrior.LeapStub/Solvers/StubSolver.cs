using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>A quantum processor that the stub stands in for: its working graph, its ranges and its physics.</summary>
public sealed record StubSolver
{
    private StubSolver(string name, string topology, int[] shape, int qubitCount, SpinGraph graph)
    {
        (Name, Topology, Shape, QubitCount, Graph) = (name, topology, [.. shape], qubitCount, graph);
        GraphId = IdOf(graph);
    }

    /// <summary>What the service calls it.</summary>
    public string Name { get; init; }

    /// <summary>"zephyr" or "pegasus".</summary>
    public string Topology { get; }

    /// <summary>[m, t] of a Zephyr graph, [m] of a Pegasus graph.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Qubits of the whole topology, dead ones included.</summary>
    public int QubitCount { get; }

    /// <summary>The working graph, whose labels are qubits.</summary>
    public SpinGraph Graph { get; }

    /// <summary>Ten hexadecimal digits that change with the working graph.</summary>
    public string GraphId { get; }

    /// <summary>Whether it takes problems.</summary>
    public bool IsOnline { get; init; } = true;

    /// <summary>Between 0 and 1.</summary>
    public double AverageLoad { get; init; } = 0.1;

    /// <summary>The published table whose fast anneal it runs.</summary>
    public string Schedule { get; init; } = "Advantage2_system1";

    /// <summary>Inverse temperature of a standard anneal, whatever its length.</summary>
    public double StandardBeta { get; init; } = 6.09;

    /// <summary>M_AFM in picohenries, which says what field a flux bias is.</summary>
    public double MutualInductance { get; init; } = 0.554;

    /// <summary>Where flux biases and fields are compared in a standard anneal, as B in gigahertz.</summary>
    public double FluxEnergyScale { get; init; } = 1.853;

    /// <summary>How its controls miss what is programmed.</summary>
    public StubNoise Noise { get; init; } = StubNoise.None;

    internal ValueRange FieldRange => new(-4, 4);

    internal ValueRange CouplingRange => new(-1, 1);

    internal ValueRange ExtendedCouplingRange => new(-2, 1);

    /// <summary>Bounds of the sum of the couplings of a group of couplers (Zephyr) or of all couplers of a qubit (Pegasus).</summary>
    internal ValueRange CouplingSumRange => Topology == "zephyr" ? new(-13, 10) : new(-18, 15);

    /// <summary>A Zephyr processor.</summary>
    /// <param name="m">Grid size.</param>
    /// <param name="dead">Dead qubits.</param>
    /// <param name="t">Tile size.</param>
    /// <param name="name">Null makes one of the sizes.</param>
    public static StubSolver Zephyr(int m, IEnumerable<int>? dead = null, int t = 4, string? name = null)
    {
        SpinGraph whole = SpinGraph.Zephyr(m, t);
        return new(name ?? Invariant($"stub_zephyr_{m}_{t}"), "zephyr", [m, t], whole.SpinCount, whole.WithoutSpins(dead ?? []));
    }

    /// <summary>A Pegasus processor.</summary>
    /// <param name="m">Grid size.</param>
    /// <param name="dead">Dead qubits.</param>
    /// <param name="name">Null makes one of the size.</param>
    public static StubSolver Pegasus(int m, IEnumerable<int>? dead = null, string? name = null)
    {
        SpinGraph whole = SpinGraph.Pegasus(m);
        return new(name ?? Invariant($"stub_pegasus_{m}"), "pegasus", [m], 24 * m * (m - 1), whole.WithoutSpins(dead ?? []))
        {
            Schedule = "Advantage_system6", MutualInductance = 1.647, FluxEnergyScale = 1.391,
        };
    }

    /// <summary>The same processor after a calibration that lost some qubits and couplers.</summary>
    public StubSolver After(IEnumerable<int> deadQubits, IEnumerable<SpinEdge> deadCouplers) =>
        new(Name, Topology, [.. Shape], QubitCount, Graph.WithoutEdges(deadCouplers).WithoutSpins(deadQubits))
        {
            IsOnline = IsOnline, AverageLoad = AverageLoad, Schedule = Schedule, StandardBeta = StandardBeta,
            MutualInductance = MutualInductance, FluxEnergyScale = FluxEnergyScale, Noise = Noise,
        };

    private static string IdOf(SpinGraph graph)
    {
        string text = string.Join(',', graph.Labels) + ";" + string.Join(',', graph.Edges.Select(e => $"{e.I}-{e.J}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)))[..10];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Standard deviations of what a processor's controls add to what is programmed.</summary>
/// <param name="Field">Of a field, another each time a problem is programmed.</param>
/// <param name="Coupling">Of a coupling, another each time a problem is programmed.</param>
/// <param name="FieldOffset">Of a field, always the same for a qubit: what spin reversals average out.</param>
public sealed record StubNoise(double Field, double Coupling, double FieldOffset)
{
    /// <summary>An ideal processor.</summary>
    public static StubNoise None { get; } = new(0, 0, 0);
}
