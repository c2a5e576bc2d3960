namespace MLNetQuantumPrior.Learning;

/// <summary>What ordinary rows look like to a model: the yardstick of <see cref="OutlierScorer"/>.</summary>
/// <param name="Reconstruction">Reconstruction terms of ordinary rows.</param>
/// <param name="PriorEnergy">Their prior energies.</param>
/// <param name="Divergence">Their divergences from the prior.</param>
/// <param name="Mahalanobis">Their Mahalanobis distances.</param>
/// <param name="HeldOut">Terms of rows that the model was not trained on, in any order: what p-values compare with.</param>
/// <remarks>
/// Held-out rows are what new rows are like: a network knows its training rows better. So they give the standardisation as well, where
/// there are at least <see cref="FewestHeldOut"/>; else training rows do. P-values of a single term are valid for any number of held-out
/// rows, since no standardisation changes the order of its scores; those of a sum but for the little that the weight of its terms owes to
/// the same rows.
/// </remarks>
public sealed record OutlierCalibration(
    TermMoments Reconstruction,
    TermMoments PriorEnergy,
    TermMoments Divergence,
    TermMoments Mahalanobis,
    ImmutableArray<OutlierTerms> HeldOut)
{
    /// <summary>Fewer held-out rows leave the standardisation to training rows.</summary>
    public const int FewestHeldOut = 20;

    /// <summary>Where codes of training rows lie; null where that was not measured.</summary>
    internal CodeSpread? Codes { get; init; }

    /// <summary>
    /// Whether it was measured before the reconstruction became 0 for exact rows: such scores stay as they were, in a file that has them.
    /// </summary>
    internal bool IsOfFirstVersion { get; init; }

    /// <summary>What scores of a file of an older release are like whose measure compares with nothing.</summary>
    internal static OutlierCalibration Unmeasured { get; } =
        new(new(0, 1), new(0, 1), new(0, 1), new(0, 1), []) { IsOfFirstVersion = true };

    internal bool IsMeasured => !IsOfFirstVersion || Reconstruction != Unmeasured.Reconstruction;

    internal bool HasCodes => Codes is not null;

    /// <summary>Measures ordinary rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">Rows that it was trained on, or a part of them, at least two. <c>[rows, InputSize]</c></param>
    /// <param name="heldOut">Rows that it was not trained on; may be empty, which leaves p-values at 1. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">
    /// A length is not a whole number of rows, there are too few, or all rows look alike.
    /// </exception>
    public static OutlierCalibration Measure(BmVaeModel model, ReadOnlySpan<float> training, ReadOnlySpan<float> heldOut)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model, model.Scaling, training, heldOut);
    }

    /// <summary>Measures rows that are scaled already.</summary>
    internal static OutlierCalibration MeasureScaled(BmVaeModel model, ReadOnlySpan<float> training, ReadOnlySpan<float> heldOut) =>
        Of(model, SlotScaling.Identity(model.Architecture.Likelihood), training, heldOut);

    private static OutlierCalibration Of(
        BmVaeModel model, SlotScaling scaling, ReadOnlySpan<float> training, ReadOnlySpan<float> heldOut)
    {
        CodeSpread? codes = CodeSpread.Of(OutlierTermReader.CodeMeans(model, scaling, training), model.Architecture.LatentSize);
        var rows = new OutlierTermReader(model, scaling, codes);
        OutlierTerms[] held = rows.Of(heldOut);
        OutlierCalibration ofTraining = Moments(rows.Of(training), codes);
        OutlierCalibration calibration = held.Length < FewestHeldOut ? ofTraining : Moments(held, codes);
        return calibration with { HeldOut = [.. held], Codes = codes };
    }

    private static OutlierCalibration Moments(OutlierTerms[] rows, CodeSpread? codes) => new(
        TermMoments.Of(rows, "reconstructions", term => term.Reconstruction),
        TermMoments.Of(rows, "prior energies", term => term.PriorEnergy),
        TermMoments.Of(rows, "divergences", term => term.Divergence),
        codes is null ? new(0, 1) : TermMoments.Of(rows, "codes", term => term.Mahalanobis),
        []);

    /// <summary>A row's score, the higher the stranger.</summary>
    public double Score(OutlierMeasure measure, OutlierTerms terms) => OutlierWeights.Of(measure, this).Score(terms);
}
