namespace MLNetQuantumPrior.Build;

/// <summary>What a tool that ran to its end left: exit code, standard output and errors.</summary>
internal sealed record ToolOutput(int ExitCode, string Text);
