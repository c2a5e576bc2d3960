namespace MLNetQuantumPrior.Sampling;

public sealed partial class RescalingSampler
{
    /// <summary>
    /// Measures both temperatures by <see cref="EffectiveTemperature"/>: draws from the model without its fields, and from its fields
    /// alone, and corrects the two numbers by what the samples look like.
    /// </summary>
    /// <remarks>
    /// A device's temperature changes with the strength of the model, so calibrate on a model like those to come, and repeat until the
    /// numbers stand still. Where a diabatic anneal is asked for more than its duration can give, they run away instead: anneal longer.
    /// A model without fields leaves <see cref="FieldBeta"/> as it is, and one without couplings <see cref="CouplingBeta"/>.
    /// </remarks>
    /// <param name="model">What to measure with.</param>
    /// <param name="reads">Reads of each of the two calls, at least 2; their errors go into the temperatures.</param>
    /// <param name="seed">Seed of the calls.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The same sampler and ranges with corrected temperatures.</returns>
    /// <exception cref="ArgumentException">The samples follow no positive, finite temperature, or the wrapped sampler refuses.</exception>
    public RescalingSampler Recalibrated(IsingModel model, int reads, ulong seed, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        bool hasFields = model.Fields.AsSpan().ContainsAnyExcept(0f);
        bool hasCouplings = model.Couplings.AsSpan().ContainsAnyExcept(0f);
        return new(
            _inner,
            hasFields ? FieldBeta * Correction(ScaledModel.Of(model, 1, 0), reads, seed, cancel) : FieldBeta,
            hasCouplings ? CouplingBeta * Correction(ScaledModel.Of(model, 0, 1), reads, seed, cancel) : CouplingBeta)
        {
            FieldRange = FieldRange,
            CouplingRange = CouplingRange,
        };
    }

    /// <summary>The temperature that samples have over the one that they were meant to have.</summary>
    private double Correction(IsingModel model, int reads, ulong seed, CancellationToken cancel)
    {
        SampleSet answer = Sample(model, new(reads, seed), cancel);
        return EffectiveTemperature.Of(model, answer.Spins).Beta / ((RescalingDiagnostics)answer.Diagnostics!).Beta;
    }
}
