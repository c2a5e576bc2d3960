using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>What the service says of a solver.</summary>
internal static class SolverProperties
{
    public const int MaxReads = 10_000;
    public const int MaxSchedulePoints = 12;
    public const double DefaultAnnealingTime = 20;
    public const double DefaultProgrammingThermalization = 1000;
    public const double MaxRunDuration = 1_000_000;

    /// <summary>Shortest and longest standard anneal, in microseconds.</summary>
    public static readonly ValueRange AnnealingTime = new(0.5, 2000);

    /// <summary>Shortest and longest fast anneal, in microseconds.</summary>
    public static readonly ValueRange FastAnnealTime = new(0.005, 2000);

    /// <summary>Shortest and longest pause after programming and after a read, in microseconds.</summary>
    public static readonly ValueRange Thermalization = new(0, 10_000);

    /// <summary>Names that a problem's parameters may have.</summary>
    public static readonly ImmutableArray<string> Parameters =
    [
        "anneal_schedule", "annealing_time", "answer_mode", "auto_scale", "fast_anneal", "flux_biases", "flux_drift_compensation",
        "initial_state", "label", "num_reads", "programming_thermalization", "readout_thermalization", "reduce_intersample_correlation",
        "reinitialize_state",
    ];

    public static JsonObject Identity(StubSolver solver) =>
        new() { ["name"] = solver.Name, ["version"] = new JsonObject { ["graph_id"] = solver.GraphId } };

    public static JsonObject Of(StubSolver solver) => new()
    {
        ["identity"] = Identity(solver),
        ["status"] = solver.IsOnline ? "ONLINE" : "OFFLINE",
        ["description"] = "stand-in for a quantum processor, with a classical sampler behind it",
        ["avg_load"] = solver.AverageLoad,
        ["properties"] = new JsonObject
        {
            ["category"] = "qpu",
            ["chip_id"] = solver.Name,
            ["tags"] = new JsonArray(),
            ["topology"] = new JsonObject { ["type"] = solver.Topology, ["shape"] = Array(solver.Shape) },
            ["supported_problem_types"] = new JsonArray("ising", "qubo"),
            ["num_qubits"] = solver.QubitCount,
            ["qubits"] = Array(solver.Graph.Labels),
            ["couplers"] = new JsonArray([.. solver.Graph.Edges.Select(e => Pair(solver.Graph.Labels[e.I], solver.Graph.Labels[e.J]))]),
            ["h_range"] = Range(solver.FieldRange),
            ["j_range"] = Range(solver.CouplingRange),
            ["extended_j_range"] = Range(solver.ExtendedCouplingRange),
            [solver.Topology == "zephyr" ? "per_group_coupling_range" : "per_qubit_coupling_range"] = Range(solver.CouplingSumRange),
            ["annealing_time_range"] = Range(AnnealingTime),
            ["fast_anneal_time_range"] = Range(FastAnnealTime),
            ["default_annealing_time"] = DefaultAnnealingTime,
            ["default_programming_thermalization"] = DefaultProgrammingThermalization,
            ["programming_thermalization_range"] = Range(Thermalization),
            ["default_readout_thermalization"] = 0,
            ["readout_thermalization_range"] = Range(Thermalization),
            ["num_reads_range"] = Pair(1, MaxReads),
            ["max_anneal_schedule_points"] = MaxSchedulePoints,
            ["problem_run_duration_range"] = Pair(0, MaxRunDuration),
            ["quota_conversion_rate"] = 1,
            ["problem_timing_data"] = RunTiming.Properties(),
            ["parameters"] = new JsonObject(Parameters.Select(name => KeyValuePair.Create(name, (JsonNode?)$"see {name}"))),
        },
    };

    private static JsonArray Array(ImmutableArray<int> numbers) => new([.. numbers.Select(n => (JsonNode)n)]);

    private static JsonArray Pair(int a, int b) => new(a, b);

    private static JsonArray Pair(double a, double b) => new(a, b);

    private static JsonArray Range(ValueRange range) => Pair(range.Low, range.High);
}
