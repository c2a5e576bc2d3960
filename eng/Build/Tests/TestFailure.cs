namespace MLNetQuantumPrior.Build;

/// <summary>A failed test, or a run that broke off.</summary>
internal sealed record TestFailure(string Name, string Message);
