using System.Text.Json;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>How a problem is run, read from its parameters and checked as the service does. Times are in microseconds.</summary>
internal sealed record RunParameters
{
    public int Reads { get; init; } = 1;

    public bool IsRaw { get; private init; }

    public bool IsFast { get; private init; }

    public bool AutoScale { get; private init; } = true;

    public double AnnealingTime { get; private init; } = SolverProperties.DefaultAnnealingTime;

    public double ProgrammingThermalization { get; private init; } = SolverProperties.DefaultProgrammingThermalization;

    public double ReadoutThermalization { get; private init; }

    /// <summary>One a qubit of the topology, or none.</summary>
    public ImmutableArray<double> FluxBiases { get; private init; } = [];

    /// <summary>One a qubit of the topology, as it was sent, or none.</summary>
    public ImmutableArray<double> InitialState { get; private init; } = [];

    public static RunParameters Read(JsonElement parameters, StubSolver solver)
    {
        var given = new Dictionary<string, JsonElement>();
        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            if (!parameter.Name.StartsWith("x_", StringComparison.Ordinal))
            {
                given[parameter.Name] = SolverProperties.Parameters.Contains(parameter.Name)
                    ? parameter.Value
                    : throw RefusedException.Bad($"Unknown parameter {parameter.Name}");
            }
        }

        bool fast = Flag("fast_anneal", false);
        ValueRange times = fast ? SolverProperties.FastAnnealTime : SolverProperties.AnnealingTime;
        var run = new RunParameters
        {
            IsFast = fast,
            IsRaw = (given.TryGetValue("answer_mode", out JsonElement mode) ? Text(mode) : "histogram") switch
            {
                "raw" => true,
                "histogram" => false,
                _ => throw RefusedException.Bad("answer_mode must be 'raw' or 'histogram'"),
            },
            AutoScale = Flag("auto_scale", true),
            Reads = (int)Number("num_reads", 1, new(1, SolverProperties.MaxReads), whole: true),
            AnnealingTime = Number("annealing_time", SolverProperties.DefaultAnnealingTime, times),
            ProgrammingThermalization = Number(
                "programming_thermalization", SolverProperties.DefaultProgrammingThermalization, SolverProperties.Thermalization),
            ReadoutThermalization = Number("readout_thermalization", 0, SolverProperties.Thermalization),
            FluxBiases = Numbers("flux_biases"),
            InitialState = Numbers("initial_state"),
        };
        Flag("flux_drift_compensation", true);
        Flag("reduce_intersample_correlation", false);
        Flag("reinitialize_state", true);
        if (given.TryGetValue("anneal_schedule", out JsonElement schedule))
        {
            run = run with { AnnealingTime = Duration(schedule, given, times, fast) };
        }

        run.Check(given);
        return run;

        bool Flag(string name, bool absent) => !given.TryGetValue(name, out JsonElement value) ? absent
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw RefusedException.Bad($"{name} must be a Boolean");

        double Number(string name, double absent, ValueRange range, bool whole = false)
        {
            if (!given.TryGetValue(name, out JsonElement value))
            {
                return absent;
            }

            double number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
            return number >= range.Low && number <= range.High && (!whole || number == Math.Floor(number))
                ? number
                : throw RefusedException.Bad($"{name} must be in range [{range.Low}, {range.High}], got {value.GetRawText()}");
        }

        ImmutableArray<double> Numbers(string name)
        {
            if (!given.TryGetValue(name, out JsonElement value))
            {
                return [];
            }

            return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == solver.QubitCount
                ? [.. value.EnumerateArray().Select(number => number.GetDouble())]
                : throw RefusedException.Bad($"{name} must be a list of {solver.QubitCount} numbers");
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Duration(JsonElement schedule, Dictionary<string, JsonElement> given, ValueRange times, bool fast)
    {
        if (given.ContainsKey("annealing_time"))
        {
            throw RefusedException.Bad("anneal_schedule and annealing_time exclude each other");
        }

        (double Time, double S)[] points = [.. schedule.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble()))];
        int most = fast ? 2 : SolverProperties.MaxSchedulePoints;
        if (points.Length < 2 || points.Length > most || points[0].Time != 0 || points[^1].S != 1)
        {
            throw RefusedException.Bad($"anneal_schedule must have 2 to {most} points, from time 0 to s = 1");
        }

        if (points.Zip(points.Skip(1)).Any(pair => pair.Second.Time <= pair.First.Time))
        {
            throw RefusedException.Bad("anneal_schedule must have ascending times");
        }

        if (points[0].S == 1 && (fast || !given.ContainsKey("initial_state")))
        {
            throw RefusedException.Bad("a reverse anneal needs initial_state and no fast_anneal");
        }

        double last = points[^1].Time;
        return last >= times.Low && last <= times.High
            ? last
            : throw RefusedException.Bad($"anneal_schedule must end within [{times.Low}, {times.High}], got {last}");
    }

    private void Check(Dictionary<string, JsonElement> given)
    {
        if (AutoScale && given.ContainsKey("flux_biases"))
        {
            throw RefusedException.Bad("flux_biases cannot be combined with auto_scale");
        }

        if (IsFast && given.ContainsKey("initial_state"))
        {
            throw RefusedException.Bad("fast_anneal cannot be combined with initial_state");
        }

        if (IsFast && !given.ContainsKey("annealing_time") && !given.ContainsKey("anneal_schedule"))
        {
            throw RefusedException.Bad("fast_anneal needs annealing_time or anneal_schedule");
        }
    }

    /// <summary>Refuses a run that would hold the processor for too long.</summary>
    public void CheckDuration(int qubits)
    {
        double duration = ((AnnealingTime + ReadoutThermalization + RunTiming.Readout(qubits)) * Reads) + ProgrammingThermalization;
        if (duration > SolverProperties.MaxRunDuration)
        {
            throw RefusedException.Bad(
                $"problem_run_duration must be at most {SolverProperties.MaxRunDuration} microseconds, got {duration:F0}");
        }
    }
}
