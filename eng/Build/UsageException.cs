namespace MLNetQuantumPrior.Build;

/// <summary>The command line makes no sense; the message says why. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
