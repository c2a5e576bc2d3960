namespace MLNetQuantumPrior;

/// <summary>How rows were found that are as given.</summary>
/// <param name="Probability">Share of rows without anything given that would be like this, as the model has it, from 0 to 1.</param>
/// <param name="EffectiveSampleSize">
/// How many equally weighted bits the candidates are worth: (sum of weights) squared over the sum of their squares. Far more rows than this
/// repeat the same bits; their other cells differ nevertheless.
/// </param>
/// <param name="Candidates">Bits that were drawn to choose from.</param>
/// <param name="CandidatesPerRow">Rows that are drawn as given for each one that is kept.</param>
/// <example>
/// <code>
/// IDataView young = synthesizer.Generate(1000, [Given.Is("Home", "rent"), Given.AtMost("Age", 30)], out GivenReport report);
/// </code>
/// </example>
public sealed record GivenReport(double Probability, double EffectiveSampleSize, int Candidates, int CandidatesPerRow)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"given: probability {Probability:G3}, effective sample size {EffectiveSampleSize:F0} of {Candidates} candidates, ") +
        FormattableString.Invariant($"{CandidatesPerRow} draws per row");
}
