namespace MLNetQuantumPrior.Evaluation;

/// <summary>How good a figure is.</summary>
public enum Grade
{
    /// <summary>As good as another sample of the real table would be, or nearly.</summary>
    Good,

    /// <summary>Good enough for some uses.</summary>
    Fair,

    /// <summary>Not good enough to rely on.</summary>
    Poor,
}

/// <summary>A figure in words.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Grade">How good it is.</param>
/// <param name="Words">The figure, what it says, and the threshold.</param>
public sealed record Verdict(string Measure, Grade Grade, string Words);
