namespace MLNetQuantumPrior.LeapStub;

/// <summary>Settings of the stub.</summary>
public sealed record StubOptions
{
    /// <summary>The only token that it accepts.</summary>
    public string Token { get; init; } = "STUB-0123456789abcdef0123456789abcdef01234567";

    /// <summary>What it offers. Default: a Zephyr Z(3) with six dead qubits.</summary>
    public ImmutableArray<StubSolver> Solvers { get; init; } = [StubSolver.Zephyr(3, dead: [7, 50, 111, 160, 222, 300])];

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Fast anneals of at most so many qubits are integrated as a state vector; 0, the default: none.</summary>
    public int StateVectorQubits { get; init; }

    /// <summary>How long a problem waits before it is solved.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether a submission waits for the answer, as the service does now and then.</summary>
    public bool AnswersAtOnce { get; init; }

    /// <summary>For how long clients may keep a list of solvers.</summary>
    public int SolverCacheSeconds { get; init; } = 60;

    /// <summary>Port on loopback; 0, the default, takes one that is free.</summary>
    public int Port { get; init; }
}
