namespace MLNetQuantumPrior.Build;

/// <summary>Something the user has to mend; the message says what. Exit code 1.</summary>
internal sealed class BuildException(string message) : Exception(message);
