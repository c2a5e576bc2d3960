using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>Reads a solver from the service's JSON object, and checks that its graph is one.</summary>
internal static class SolverReading
{
    private const int MostQubits = 1_000_000;

    /// <summary>Whether the object is a solver with qubits, rather than a hybrid or software one.</summary>
    public static bool IsProcessor(JsonElement solver) =>
        solver.ValueKind == JsonValueKind.Object
        && solver.TryGetProperty("properties", out JsonElement properties)
        && properties.ValueKind == JsonValueKind.Object
        && (!properties.TryGetProperty("category", out JsonElement category)
            || (category.ValueKind == JsonValueKind.String && category.ValueEquals("qpu")))
        && properties.TryGetProperty("qubits", out _)
        && properties.TryGetProperty("couplers", out _);

    /// <exception cref="InvalidDataException">A part is missing or of the wrong kind.</exception>
    public static SolverLoad ReadLoad(JsonElement solver)
    {
        var root = new SolverPart(solver, "solver");
        SolverPart identity = root.Part("identity");
        return new(identity.Text("name"), GraphId(identity), IsOnline(root), root.OptionalNumber("avg_load") ?? 0);
    }

    /// <exception cref="InvalidDataException">A part is missing, of the wrong kind, or contradicts another.</exception>
    public static LeapSolver Read(JsonElement solver)
    {
        var root = new SolverPart(solver, "solver");
        SolverPart identity = root.Part("identity");
        SolverPart properties = root.Part("properties");
        SolverPart topology = properties.Part("topology");
        int count = properties.Integer("num_qubits", 1, MostQubits);
        ImmutableArray<int> qubits = Qubits(properties, count);
        return new()
        {
            Definition = solver,
            Name = identity.Text("name"),
            GraphId = GraphId(identity),
            IsOnline = IsOnline(root),
            AverageLoad = root.OptionalNumber("avg_load") ?? 0,
            Topology = new(topology.Text("type"), topology.Integers("shape")),
            QubitCount = count,
            Qubits = qubits,
            Couplers = Couplers(properties, qubits, count),
            FieldRange = properties.Range("h_range"),
            CouplingRange = properties.Range("j_range"),
            ExtendedCouplingRange = properties.OptionalRange("extended_j_range"),
            PerGroupCouplingRange = properties.OptionalRange("per_group_coupling_range"),
            PerQubitCouplingRange = properties.OptionalRange("per_qubit_coupling_range"),
            AnnealingTimeRange = properties.OptionalRange("annealing_time_range"),
            FastAnnealTimeRange = properties.OptionalRange("fast_anneal_time_range"),
            DefaultAnnealingTime = properties.OptionalNumber("default_annealing_time"),
            MaxAnnealSchedulePoints = (int?)properties.OptionalNumber("max_anneal_schedule_points"),
            ReadsRange = properties.OptionalRange("num_reads_range"),
            RunDurationRange = properties.OptionalRange("problem_run_duration_range"),
            ProgrammingThermalizationRange = properties.OptionalRange("programming_thermalization_range"),
            DefaultProgrammingThermalization = properties.OptionalNumber("default_programming_thermalization"),
            ReadoutThermalizationRange = properties.OptionalRange("readout_thermalization_range"),
            DefaultReadoutThermalization = properties.OptionalNumber("default_readout_thermalization"),
            Parameters = properties.OptionalPart("parameters")?.Names() ?? [],
            QuotaConversionRate = properties.OptionalNumber("quota_conversion_rate") ?? 1,
            TimingData = properties.OptionalPart("problem_timing_data") is { } timing ? SolverTimingData.Read(timing) : null,
        };
    }

    private static string? GraphId(SolverPart identity) => identity.OptionalPart("version")?.OptionalText("graph_id");

    private static bool IsOnline(SolverPart solver) =>
        solver.OptionalText("status") is not { } status || status.Equals("ONLINE", StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<int> Qubits(SolverPart properties, int count)
    {
        ImmutableArray<int> qubits = properties.Integers("qubits");
        var seen = new HashSet<int>();
        foreach (int qubit in qubits)
        {
            if (qubit < 0 || qubit >= count || !seen.Add(qubit))
            {
                throw properties.Wrong("qubits", $"different numbers from 0 to {count - 1}", $"{qubit}");
            }
        }

        return qubits.IsEmpty ? throw properties.Wrong("qubits", "at least one", "none") : qubits;
    }

    private static ImmutableArray<SpinEdge> Couplers(SolverPart properties, ImmutableArray<int> qubits, int count)
    {
        bool[] works = new bool[count];
        foreach (int qubit in qubits)
        {
            works[qubit] = true;
        }

        var seen = new HashSet<SpinEdge>();
        var couplers = ImmutableArray.CreateBuilder<SpinEdge>();
        foreach (JsonElement pair in properties.Array("couplers"))
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2
                || pair[0].ValueKind != JsonValueKind.Number || !pair[0].TryGetInt32(out int a)
                || pair[1].ValueKind != JsonValueKind.Number || !pair[1].TryGetInt32(out int b)
                || a < 0 || b < 0 || a >= count || b >= count || a == b || !works[a] || !works[b]
                || !seen.Add(new(Math.Min(a, b), Math.Max(a, b))))
            {
                throw properties.Wrong("couplers", "different pairs of working qubits", pair.GetRawText());
            }

            couplers.Add(new(Math.Min(a, b), Math.Max(a, b)));
        }

        return couplers.DrainToImmutable();
    }
}

/// <summary>What changes often about a solver.</summary>
internal sealed record SolverLoad(string Name, string? GraphId, bool IsOnline, double Average);
