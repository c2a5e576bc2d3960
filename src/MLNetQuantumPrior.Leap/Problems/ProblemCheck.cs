namespace MLNetQuantumPrior.Leap;

/// <summary>Refuses what the service would refuse, before anything is sent.</summary>
internal static class ProblemCheck
{
    /// <summary>Labels stand in addresses, when problems are looked up.</summary>
    private const int MostLabel = 500;

    /// <exception cref="ArgumentException">A parameter is unknown to the solver or out of its range, or contradicts another.</exception>
    public static void Check(LeapSolver solver, LeapProblem problem)
    {
        LeapParameters parameters = problem.Parameters;
        Expect(problem.Label is not { Length: > MostLabel }, "Label", $"at most {MostLabel} characters", problem.Label?.Length ?? 0);
        Within("Reads", parameters.Reads, solver.ReadsRange);
        Within("ProgrammingThermalization", parameters.ProgrammingThermalization, solver.ProgrammingThermalizationRange);
        Within("ReadoutThermalization", parameters.ReadoutThermalization, solver.ReadoutThermalizationRange);
        Within("AnnealingTime", parameters.AnnealingTime, parameters.FastAnneal ? solver.FastAnnealTimeRange : solver.AnnealingTimeRange);
        CheckSchedule(solver, parameters);
        CheckFastAnneal(problem);
        foreach (int qubit in parameters.FluxBiases?.Keys ?? [])
        {
            Expect(qubit >= 0 && qubit < solver.QubitCount, "FluxBiases", $"qubits below {solver.QubitCount}", qubit);
            double bias = parameters.FluxBiases![qubit];
            Expect(double.IsFinite(bias), "FluxBiases", "finite numbers", bias);
        }

        if (parameters.InitialState is { } state)
        {
            Expect(state.Length == problem.Model.SpinCount, "InitialState", $"{problem.Model.SpinCount} spins", state.Length);
            Expect(state.All(spin => spin is -1 or 1), "InitialState", "-1 or +1", "another number");
        }

        CheckNames(solver, parameters);
        CheckDuration(solver, parameters);
    }

    private static void CheckSchedule(LeapSolver solver, LeapParameters parameters)
    {
        if (parameters.AnnealSchedule is not { } schedule)
        {
            return;
        }

        Expect(parameters.AnnealingTime is null, "AnnealSchedule", "none together with AnnealingTime", "both");
        int most = parameters.FastAnneal ? 2 : solver.MaxAnnealSchedulePoints ?? int.MaxValue;
        Expect(schedule.Length >= 2 && schedule.Length <= most, "AnnealSchedule", $"2 to {most} points", schedule.Length);
        for (int k = 0; k < schedule.Length; k++)
        {
            (double time, double s) = (schedule[k].Time, schedule[k].S);
            Expect(k == 0 ? time == 0 : time > schedule[k - 1].Time, "AnnealSchedule", "times ascending from 0", time);
            Expect(s is >= 0 and <= 1, "AnnealSchedule", "s between 0 and 1", s);
        }

        ValueRange? range = parameters.FastAnneal ? solver.FastAnnealTimeRange : solver.AnnealingTimeRange;
        Within("AnnealSchedule", schedule[^1].Time, range);
    }

    private static void CheckFastAnneal(LeapProblem problem)
    {
        for (int i = 0; problem.Parameters.FastAnneal && i < problem.Model.SpinCount; i++)
        {
            double field = problem.Model.Field(i);
            Expect(field == 0, "FastAnneal", "a model without fields", $"{field} at spin {i}");
        }
    }

    private static void CheckNames(LeapSolver solver, LeapParameters parameters)
    {
        (string Name, bool IsUsed)[] names =
        [
            ("annealing_time", parameters.AnnealingTime is not null),
            ("anneal_schedule", parameters.AnnealSchedule is not null),
            ("fast_anneal", parameters.FastAnneal),
            ("flux_biases", parameters.FluxBiases is not null),
            ("flux_drift_compensation", parameters.FluxDriftCompensation is not null),
            ("reduce_intersample_correlation", parameters.ReduceIntersampleCorrelation is not null),
            ("programming_thermalization", parameters.ProgrammingThermalization is not null),
            ("readout_thermalization", parameters.ReadoutThermalization is not null),
            ("initial_state", parameters.InitialState is not null),
            ("reinitialize_state", parameters.ReinitializeState is not null),
        ];
        foreach ((string name, _) in names.Where(parameter => parameter.IsUsed))
        {
            Expect(solver.Parameters.Contains(name), name, $"a parameter that {solver.Identity} takes", "one that it does not");
        }
    }

    /// <summary>The time of readouts, which differs between runs, is left out: the service has the last word.</summary>
    private static void CheckDuration(LeapSolver solver, LeapParameters parameters)
    {
        double anneal = parameters.AnnealingTime ?? parameters.AnnealSchedule?[^1].Time ?? solver.DefaultAnnealingTime ?? 0;
        double pause = parameters.ReadoutThermalization ?? solver.DefaultReadoutThermalization ?? 0;
        double programming = parameters.ProgrammingThermalization ?? solver.DefaultProgrammingThermalization ?? 0;
        double duration = (parameters.Reads * (anneal + pause)) + programming;
        Expect(
            solver.RunDurationRange is not { } range || duration <= range.High,
            "Reads",
            $"a run of at most {solver.RunDurationRange?.High} us",
            $"{parameters.Reads} reads that take more than {duration} us");
    }

    private static void Within(string name, double? value, ValueRange? range)
    {
        if (value is { } number && range is { } limits)
        {
            Expect(number >= limits.Low && number <= limits.High, name, $"a number within [{limits.Low}, {limits.High}]", number);
        }
    }

    private static void Expect(bool isRight, string name, FormattableString expected, object got) =>
        Expect(isRight, name, FormattableString.Invariant(expected), got);

    private static void Expect(bool isRight, string name, string expected, object got)
    {
        if (!isRight)
        {
            throw new ArgumentException(FormattableString.Invariant($"Parameter '{name}': expected {expected}, got {got}."));
        }
    }
}
