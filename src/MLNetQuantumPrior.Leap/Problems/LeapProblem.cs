namespace MLNetQuantumPrior.Leap;

/// <summary>One submission: a model placed on the qubits of a solver, and how to run it.</summary>
/// <param name="Model">
/// The energy function. The labels of its graph are qubits and its edges couplers of the solver. Numbers are sent as they are; the service
/// does not rescale them.
/// </param>
/// <param name="Parameters">How to run it.</param>
public sealed record LeapProblem(IsingModel Model, LeapParameters Parameters)
{
    /// <summary>Name of the problem in the service's list; the client adds something that makes it unique. Null for none.</summary>
    public string? Label { get; init; }
}
