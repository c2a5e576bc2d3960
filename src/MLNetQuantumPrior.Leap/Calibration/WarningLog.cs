using System.Collections.Concurrent;

namespace MLNetQuantumPrior.Leap;

/// <summary>Tells each kind of warning once: a training draws thousands of times.</summary>
/// <param name="progress">Whom; null for nobody.</param>
internal sealed class WarningLog(IProgress<LeapEvent>? progress)
{
    private readonly ConcurrentDictionary<LeapWarningKind, bool> _told = [];

    public void Report(LeapDiagnostics diagnostics)
    {
        foreach ((LeapWarningKind kind, string message) in diagnostics.Warnings)
        {
            if (progress is not null && _told.TryAdd(kind, true))
            {
                progress.Report(new(LeapEventKind.Warning, message) { ProblemId = diagnostics.ProblemIds.FirstOrDefault() });
            }
        }
    }
}
