using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What the acceptance step did to the rows of a call that have a class.</summary>
/// <param name="Proposed">Draws that the classifier was asked about.</param>
/// <param name="Kept">Draws that it kept, at most one per row.</param>
/// <param name="Unaccepted">Rows that ran out of rounds and have the most probable of their draws.</param>
public sealed record GenerationDiagnostics(long Proposed, long Kept, long Unaccepted) : SamplerDiagnostics
{
    /// <summary>Share of the draws that were kept, within [0, 1]; 1 where there was none.</summary>
    public double AcceptanceRate => Proposed == 0 ? 1 : (double)Kept / Proposed;
}
