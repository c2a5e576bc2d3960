namespace MLNetQuantumPrior.Experiments;

/// <summary>What a piece of work has found.</summary>
/// <param name="Of">Numbers by metric.</param>
/// <param name="FitSeconds">Of one fit on one thread, by the clock on the wall: for the log, not for the results.</param>
/// <param name="FitProcessorSeconds">The same, of the processor.</param>
internal sealed record Figures(Dictionary<string, double> Of, double FitSeconds, double FitProcessorSeconds)
{
    public override string ToString() =>
        string.Join(", ", Of.Select(number => FormattableString.Invariant($"{number.Key} {number.Value:F4}"))) +
        FormattableString.Invariant($"; a fit of {FitSeconds:F1} s, {FitProcessorSeconds:F1} of the processor");
}
