namespace MLNetQuantumPrior.Learning;

/// <summary>A measure as a sum: each term times its weight, plus a number.</summary>
internal readonly record struct OutlierWeights(
    double Reconstruction = 0,
    double PriorEnergy = 0,
    double Entropy = 0,
    double Mahalanobis = 0,
    double BeyondRange = 0,
    double Constant = 0)
{
    /// <summary>
    /// One nat: a term that varies by less says next to nothing of ordinary rows, such as the divergence of latents that are hardly used,
    /// and must not drown the others once it is divided by its deviation.
    /// </summary>
    private const double SmallestUnit = 1;

    /// <summary>The sum that a measure is.</summary>
    /// <param name="measure">By what a row is called strange.</param>
    /// <param name="ordinary">What a row is compared with; null where that was not measured.</param>
    /// <exception cref="InvalidOperationException">The measure compares with what was not measured.</exception>
    public static OutlierWeights Of(OutlierMeasure measure, OutlierCalibration? ordinary)
    {
        // What lies beyond the range counted for nothing in the first version, and its reconstruction was -log p(x|z).
        double beyond = ordinary is { IsOfFirstVersion: true } ? 0 : 1;
        return measure switch
        {
            OutlierMeasure.Reconstruction => new(Reconstruction: 1, BeyondRange: beyond),
            OutlierMeasure.PriorEnergy => new(PriorEnergy: 1, BeyondRange: beyond),
            OutlierMeasure.Divergence => new(PriorEnergy: 1, Entropy: -1, BeyondRange: beyond),
            OutlierMeasure.FreeEnergy => new(Reconstruction: 1, PriorEnergy: 1, Entropy: -1, BeyondRange: beyond),
            OutlierMeasure.Mahalanobis => new(Mahalanobis: WithCodes().HasCodes ? 1 : 0, BeyondRange: 1),
            OutlierMeasure.Combined when ordinary is { IsOfFirstVersion: true, IsMeasured: true } =>
                Sum(0, (new(Reconstruction: 1), ordinary.Reconstruction), (new(PriorEnergy: 1), ordinary.PriorEnergy)),
            OutlierMeasure.Combined => Sum(SmallestUnit, Reconstructed(), (new(PriorEnergy: 1, Entropy: -1), Measured().Divergence)),
            OutlierMeasure.CombinedEnergy => Sum(SmallestUnit, Reconstructed(), (new(PriorEnergy: 1), Measured().PriorEnergy)),
            OutlierMeasure.CombinedMahalanobis => Sum(
                SmallestUnit,
                Reconstructed(),
                (new(PriorEnergy: 1), Measured().PriorEnergy),
                (new(Mahalanobis: 1), WithCodes().Mahalanobis)),
            _ => throw new ArgumentOutOfRangeException(
                nameof(measure), measure, $"Expected one of {string.Join(", ", Enum.GetNames<OutlierMeasure>())}."),
        };

        (OutlierWeights Term, TermMoments Moments) Reconstructed() => (new(Reconstruction: 1, BeyondRange: 1), Measured().Reconstruction);

        OutlierCalibration WithCodes() => Measured() is { HasCodes: true } measured ? measured : throw new InvalidOperationException(
            $"Outlier measure {measure}: expected a model of at most {CodeSpread.MostLatents} latents, got one of more.");

        OutlierCalibration Measured() => ordinary switch
        {
            null or { IsMeasured: false } => throw new InvalidOperationException(
                $"Outlier measure {measure}: expected a model calibrated on ordinary rows, got one that is not."),
            { IsOfFirstVersion: true } => throw new InvalidOperationException(
                $"Outlier measure {measure}: expected a model calibrated by this release, got a calibration of an older one, " +
                "which does not know the measure. Calibrate the model again."),
            _ => ordinary,
        };
    }

    /// <summary>The score of a row with these terms.</summary>
    public double Score(OutlierTerms terms) =>
        (Reconstruction * terms.Reconstruction) + (PriorEnergy * terms.PriorEnergy) + (Entropy * terms.Entropy)
        + (Mahalanobis * terms.Mahalanobis) + (BeyondRange * terms.BeyondRange) + Constant;

    /// <summary>The sum of terms, each less its mean and divided by its standard deviation, or the smallest unit if that is more.</summary>
    private static OutlierWeights Sum(double smallest, params ReadOnlySpan<(OutlierWeights Term, TermMoments Moments)> terms)
    {
        OutlierWeights sum = default;
        foreach ((OutlierWeights term, (double mean, double deviation)) in terms)
        {
            double unit = Math.Max(smallest, deviation);
            sum = new(
                sum.Reconstruction + (term.Reconstruction / unit),
                sum.PriorEnergy + (term.PriorEnergy / unit),
                sum.Entropy + (term.Entropy / unit),
                sum.Mahalanobis + (term.Mahalanobis / unit),
                sum.BeyondRange + (term.BeyondRange / unit),
                sum.Constant - (mean / unit));
        }

        return sum;
    }
}
