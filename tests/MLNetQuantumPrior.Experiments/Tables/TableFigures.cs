namespace MLNetQuantumPrior.Experiments;

/// <summary>What one method was found to do on one table.</summary>
/// <param name="Of">Numbers by metric.</param>
/// <param name="Log">What the log says besides: times, which are of this machine at that moment.</param>
internal sealed record TableFigures(Dictionary<string, double> Of, string Log)
{
    public override string ToString() =>
        string.Join(", ", Of.Select(number => FormattableString.Invariant($"{number.Key} {number.Value:F3}"))) + "; " + Log;
}
