namespace MLNetQuantumPrior.Learning;

/// <summary>What ordinary rows look like to a model: the yardstick of <see cref="OutlierScorer"/>.</summary>
/// <param name="ReconstructionMean">Mean reconstruction term of training rows.</param>
/// <param name="ReconstructionDeviation">Its standard deviation, above 0.</param>
/// <param name="EnergyMean">Mean prior energy of training rows.</param>
/// <param name="EnergyDeviation">Its standard deviation, above 0.</param>
/// <param name="HeldOut">Terms of rows that the model was not trained on, in any order: what p-values compare with.</param>
/// <remarks>
/// Training rows give the standardisation and held-out rows the comparison, so that the score of a held-out row is computed as that of
/// a new one: with that, p-values are valid for any number of held-out rows.
/// </remarks>
public sealed record OutlierCalibration(
    double ReconstructionMean,
    double ReconstructionDeviation,
    double EnergyMean,
    double EnergyDeviation,
    ImmutableArray<OutlierTerms> HeldOut)
{
    /// <summary>Measures ordinary rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">Rows that it was trained on, or a part of them, at least two. <c>[rows, InputSize]</c></param>
    /// <param name="heldOut">Rows that it was not trained on; may be empty, which leaves p-values at 1. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">
    /// A length is not a whole number of rows, there are too few, or all training rows look alike.
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
        OutlierTerms[] ordinary = OutlierScorer.Terms(model, scaling, training);
        (double reconstruction, double reconstructionDeviation) = Moments(ordinary, "reconstructions", term => term.Reconstruction);
        (double energy, double energyDeviation) = Moments(ordinary, "prior energies", term => term.PriorEnergy);
        return new(reconstruction, reconstructionDeviation, energy, energyDeviation, [.. OutlierScorer.Terms(model, scaling, heldOut)]);
    }

    /// <summary>A row's score, the higher the stranger.</summary>
    public double Score(OutlierMeasure measure, OutlierTerms terms) => measure switch
    {
        OutlierMeasure.Combined =>
            ((terms.Reconstruction - ReconstructionMean) / ReconstructionDeviation) + ((terms.PriorEnergy - EnergyMean) / EnergyDeviation),
        OutlierMeasure.Reconstruction => terms.Reconstruction,
        OutlierMeasure.PriorEnergy => terms.PriorEnergy,
        OutlierMeasure.FreeEnergy => terms.Reconstruction + terms.PriorEnergy - terms.Entropy,
        _ => throw new ArgumentOutOfRangeException(
            nameof(measure), measure, $"Expected one of {string.Join(", ", Enum.GetNames<OutlierMeasure>())}."),
    };

    private static (double Mean, double Deviation) Moments(OutlierTerms[] rows, string what, Func<OutlierTerms, double> value)
    {
        double mean = rows.Length < 2 ? 0 : rows.Average(value);
        double deviation = Math.Sqrt(rows.Sum(row => Math.Pow(value(row) - mean, 2)) / Math.Max(1, rows.Length - 1));
        return deviation > 0 && double.IsFinite(deviation)
            ? (mean, deviation)
            : throw new ArgumentException(
                $"Training rows: expected at least two with different {what}, got {rows.Length} with a deviation of {deviation}.");
    }
}
