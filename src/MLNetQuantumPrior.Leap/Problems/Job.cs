using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>One problem on its way.</summary>
internal sealed class Job(int number, LeapProblem problem, double estimate)
{
    /// <summary>Place among the problems of the call, from 0.</summary>
    public int Number { get; } = number;

    public LeapProblem Problem { get; } = problem;

    /// <summary>Estimated charge in microseconds.</summary>
    public double Estimate { get; } = estimate;

    /// <summary>The caller's label, and what makes it unique: by it a problem is found whose acceptance is unknown.</summary>
    public string Label { get; } = $"{problem.Label ?? nameof(MLNetQuantumPrior)} {Guid.NewGuid():N}";

    /// <summary>Whether the service may have it.</summary>
    public bool IsSent { get; set; }

    /// <summary>The service's id; null before it is known.</summary>
    public string? Id { get; set; }

    /// <summary>The service's answer; null before it is here.</summary>
    public JsonElement? Answer { get; set; }

    /// <summary>Whether the service has an answer, and charges for it.</summary>
    public bool IsCompleted { get; set; }

    /// <summary>Whether nobody waits for it any more, but it may still run.</summary>
    public bool MayRun { get; set; }

    /// <summary>Whether it failed or was cancelled.</summary>
    public bool IsLost { get; set; }
}
