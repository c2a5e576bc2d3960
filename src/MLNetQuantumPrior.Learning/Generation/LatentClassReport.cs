namespace MLNetQuantumPrior.Learning;

/// <summary>What the fit of one class showed.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Finished">Classes finished so far, this one among them.</param>
/// <param name="Classes">Classes in all.</param>
/// <param name="Rows">Rows of the class.</param>
/// <param name="PriorMomentError">
/// Root mean square difference between the moments of the class's codes and those of its machine, on average over the last quarter of the
/// steps: the smaller, the closer to the maximum of the likelihood.
/// </param>
/// <param name="FieldsMomentError">The same of the mean spins alone, for the machine with the class's fields.</param>
public sealed record LatentClassReport(
    string Name, int Finished, int Classes, long Rows, double PriorMomentError, double FieldsMomentError)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"class {Finished}/{Classes} '{Name}': {Rows:N0} rows, moment error {PriorMomentError:F4}, of fields {FieldsMomentError:F4}");
}
