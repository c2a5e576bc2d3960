using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>A solver of the service: its working graph, the ranges it takes, and how busy it is. Times are in microseconds.</summary>
/// <remarks>
/// The working graph changes every few weeks, the name does not: <see cref="GraphId"/> says which graph it is. Two are equal if they are
/// the same object.
/// </remarks>
public sealed record LeapSolver
{
    private SpinGraph? _graph;

    /// <summary>Its name, such as "Advantage2_system1".</summary>
    public required string Name { get; init { field = value; _graph = null; } }

    /// <summary>Which working graph it has; null where the service does not say.</summary>
    public string? GraphId { get; init { field = value; _graph = null; } }

    /// <summary>Whether it takes problems now.</summary>
    public bool IsOnline { get; init; } = true;

    /// <summary>How busy it is, from 0 to 1.</summary>
    public double AverageLoad { get; init; }

    /// <summary>The perfect graph that the working graph is a part of.</summary>
    public required LeapTopology Topology { get; init; }

    /// <summary>Number of qubits with the broken ones: labels are below it.</summary>
    public required int QubitCount { get; init; }

    /// <summary>Labels of the working qubits, in the service's order.</summary>
    public required ImmutableArray<int> Qubits { get; init { field = value; _graph = null; } }

    /// <summary>Working couplers as pairs of labels, in the service's order.</summary>
    public required ImmutableArray<SpinEdge> Couplers { get; init { field = value; _graph = null; } }

    /// <summary>The fields h it takes.</summary>
    public required ValueRange FieldRange { get; init; }

    /// <summary>The couplings J it takes.</summary>
    public required ValueRange CouplingRange { get; init; }

    /// <summary>
    /// The couplings it takes if the sums of <see cref="PerGroupCouplingRange"/> or <see cref="PerQubitCouplingRange"/> allow them.
    /// </summary>
    public ValueRange? ExtendedCouplingRange { get; init; }

    /// <summary>Sum of the couplings of each group of couplers of a qubit (Zephyr).</summary>
    public ValueRange? PerGroupCouplingRange { get; init; }

    /// <summary>Sum of the couplings of each qubit (Pegasus).</summary>
    public ValueRange? PerQubitCouplingRange { get; init; }

    /// <summary>Length of a standard anneal.</summary>
    public ValueRange? AnnealingTimeRange { get; init; }

    /// <summary>Length of a fast anneal; null where the solver has none.</summary>
    public ValueRange? FastAnnealTimeRange { get; init; }

    /// <summary>Length of an anneal where the problem says nothing.</summary>
    public double? DefaultAnnealingTime { get; init; }

    /// <summary>Most points of an anneal schedule.</summary>
    public int? MaxAnnealSchedulePoints { get; init; }

    /// <summary>Number of reads of a problem.</summary>
    public ValueRange? ReadsRange { get; init; }

    /// <summary>Length of a run: reads times anneal, readout pause and readout, and the pause after programming.</summary>
    public ValueRange? RunDurationRange { get; init; }

    /// <summary>Pause after programming.</summary>
    public ValueRange? ProgrammingThermalizationRange { get; init; }

    /// <summary>Pause after programming where the problem says nothing.</summary>
    public double? DefaultProgrammingThermalization { get; init; }

    /// <summary>Pause after each read.</summary>
    public ValueRange? ReadoutThermalizationRange { get; init; }

    /// <summary>Pause after each read where the problem says nothing.</summary>
    public double? DefaultReadoutThermalization { get; init; }

    /// <summary>Names of the parameters it takes, as the service spells them.</summary>
    public ImmutableArray<string> Parameters { get; init; } = [];

    /// <summary>Charge for a microsecond of <see cref="LeapTiming.AccessTime"/>. Default 1.</summary>
    public double QuotaConversionRate { get; init; } = 1;

    /// <summary>All that the service says of it; nothing for one that was made by hand.</summary>
    internal JsonElement Definition { get; init; }

    /// <summary>What <see cref="EstimateAccessTime"/> needs; null where the service does not say.</summary>
    internal SolverTimingData? TimingData { get; init; }

    /// <summary>Name and working graph, "NAME;graph_id=G": the name of <see cref="Graph"/>, and a setting that selects just it.</summary>
    public string Identity => GraphId is null ? Name : $"{Name};graph_id={GraphId}";

    /// <summary>The working graph; its labels are the qubits.</summary>
    public SpinGraph Graph => _graph ??= SpinGraph.FromLabels(Qubits, Couplers, Identity);

    /// <summary>Reads a solver from a JSON object as the service lists it, such as one that was saved to a file.</summary>
    /// <param name="json">The object.</param>
    /// <exception cref="InvalidDataException">It is no such object, or a part of it is wrong.</exception>
    public static LeapSolver Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return SolverReading.Read(JsonElement.Parse(json));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Solver: expected a JSON object, {error.Message}", error);
        }
    }

    /// <summary>What a run should take of <see cref="LeapTiming.AccessTime"/>, by the service's timing model.</summary>
    /// <param name="qubits">Number of qubits that the problem uses, at least 1.</param>
    /// <param name="parameters">How it is run.</param>
    /// <returns>Microseconds; null where the service gives no timing data.</returns>
    public double? EstimateAccessTime(int qubits, LeapParameters parameters) => AccessTimeEstimate.Of(this, qubits, parameters);

    /// <inheritdoc/>
    public bool Equals(LeapSolver? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(LeapSolver)} {{ {Identity}, {Qubits.Length} qubits, {Couplers.Length} couplers }}";
}

/// <summary>A kind of hardware graph and its size.</summary>
/// <param name="Type">"zephyr", "pegasus" or "chimera".</param>
/// <param name="Shape">[m, t] of Zephyr, [m] of Pegasus, [m, n, t] of Chimera.</param>
public sealed record LeapTopology(string Type, ImmutableArray<int> Shape);
