namespace MLNetQuantumPrior.Learning;

/// <summary>What one fit showed.</summary>
/// <param name="Fit">What was fitted: the machine of a class, one of several, the fields of a class, or the label spins.</param>
/// <param name="Finished">Fits finished so far, this one among them.</param>
/// <param name="Fits">Fits in all.</param>
/// <param name="Rows">Rows whose codes were fitted.</param>
/// <param name="MomentError">
/// Root mean square difference between the moments of the codes and those of the machine, on average over the last tenth of the steps:
/// the smaller, the closer to the maximum of the likelihood. Of fields, of the mean spins alone.
/// </param>
public sealed record ClassFitReport(string Fit, int Finished, int Fits, long Rows, double MomentError)
{
    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"fit {Finished}/{Fits}, {Fit}: {Rows:N0} rows, moment error {MomentError:F4}");
}
