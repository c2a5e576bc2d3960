namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>A program or package of another ecosystem is not installed here.</summary>
internal sealed class ProgramMissingException(string message) : InvalidOperationException(message);
