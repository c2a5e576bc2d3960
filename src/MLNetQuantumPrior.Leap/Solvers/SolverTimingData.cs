namespace MLNetQuantumPrior.Leap;

/// <summary>The service's timing model of a solver, version 1.0: times in microseconds.</summary>
internal sealed record SolverTimingData
{
    public required double ProgrammingTime { get; init; }

    public required double DefaultProgrammingThermalization { get; init; }

    public required double DefaultReadoutThermalization { get; init; }

    public required double DefaultAnnealingTime { get; init; }

    /// <summary>Readout time against the number of qubits is linear between these points, or so are their logarithms.</summary>
    public required ImmutableArray<(double Qubits, double Time)> ReadoutTimes { get; init; }

    public required bool ReadoutIsLogarithmic { get; init; }

    public required double DelayPerSample { get; init; }

    public required double MaxDecorrelatedAnnealingTime { get; init; }

    public required ValueRange DecorrelationTime { get; init; }

    /// <summary>What reverse annealing adds to the programming and to each delay, with the state set again before each read.</summary>
    public required (double Programming, double Delay) ReverseReinitialized { get; init; }

    /// <summary>The same, without.</summary>
    public required (double Programming, double Delay) ReverseContinued { get; init; }

    /// <summary>Reads it; null for a model of another version or kind, of which nothing is known.</summary>
    public static SolverTimingData? Read(SolverPart timing)
    {
        string? readout = timing.OptionalText("readout_time_model");
        if (timing.OptionalText("version")?.StartsWith("1.0.", StringComparison.Ordinal) != true
            || readout is not ("pwl_log_log" or "pwl_linear"))
        {
            return null;
        }

        ImmutableArray<double> numbers = timing.Numbers("readout_time_model_parameters");
        if (numbers.IsEmpty || numbers.Length % 2 != 0)
        {
            throw timing.Wrong("readout_time_model_parameters", "an even number of numbers", $"{numbers.Length}");
        }

        return new()
        {
            ProgrammingTime = timing.Number("typical_programming_time"),
            DefaultProgrammingThermalization = timing.Number("default_programming_thermalization"),
            DefaultReadoutThermalization = timing.Number("default_readout_thermalization"),
            DefaultAnnealingTime = timing.Number("default_annealing_time"),
            ReadoutTimes = [.. numbers.Take(numbers.Length / 2).Zip(numbers.Skip(numbers.Length / 2))],
            ReadoutIsLogarithmic = readout == "pwl_log_log",
            DelayPerSample = timing.Number("qpu_delay_time_per_sample"),
            MaxDecorrelatedAnnealingTime = timing.Number("decorrelation_max_nominal_anneal_time"),
            DecorrelationTime = timing.Range("decorrelation_time_range"),
            ReverseReinitialized = (
                timing.Number("reverse_annealing_with_reinit_prog_time_delta"),
                timing.Number("reverse_annealing_with_reinit_delay_time_delta")),
            ReverseContinued = (
                timing.Number("reverse_annealing_without_reinit_prog_time_delta"),
                timing.Number("reverse_annealing_without_reinit_delay_time_delta")),
        };
    }
}
