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
}
