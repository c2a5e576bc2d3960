namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Calibrates a sampler that has a temperature of its own: one that answers the model (h, J) with samples of
/// p(s) ~ exp(-<see cref="FieldBeta"/> sum h s - <see cref="CouplingBeta"/> sum J s s). Multiplies h by beta / FieldBeta and J by
/// beta / CouplingBeta, so that the answer follows p(s) ~ exp(-beta E(s)), and asks the sampler for beta 1.
/// </summary>
/// <remarks>
/// A device takes h and J within ranges. Where the multiplied model exceeds one, all of it is scaled down by one number; the answer is then
/// as much warmer than requested, and <see cref="RescalingDiagnostics"/>, which every answer carries, says by how much. Energies are those
/// of the original model. Starts, states and streams are passed through.
/// <para>
/// The temperatures come from theory, as <see cref="DiabaticTemperature"/>, or from measurement: <see cref="Recalibrated"/>.
/// </para>
/// </remarks>
public sealed class RescalingSampler : IIsingSampler
{
    private readonly IIsingSampler _inner;

    /// <summary>Wraps a sampler.</summary>
    /// <param name="inner">Answers at beta 1 with temperatures of its own.</param>
    /// <param name="fieldBeta">The inverse temperature at which it sees fields: finite, above 0.</param>
    /// <param name="couplingBeta">The inverse temperature at which it sees couplings: finite, above 0.</param>
    /// <exception cref="ArgumentException">An inverse temperature is out of range.</exception>
    public RescalingSampler(IIsingSampler inner, double fieldBeta, double couplingBeta)
    {
        ArgumentNullException.ThrowIfNull(inner);
        (_inner, FieldBeta, CouplingBeta) = (inner, Positive(fieldBeta, nameof(fieldBeta)), Positive(couplingBeta, nameof(couplingBeta)));
    }

    /// <summary>The inverse temperature at which the wrapped sampler sees fields.</summary>
    public double FieldBeta { get; }

    /// <summary>The inverse temperature at which the wrapped sampler sees couplings.</summary>
    public double CouplingBeta { get; }

    /// <summary>Fields that the wrapped sampler takes. Default: any.</summary>
    public ValueRange FieldRange { get; init => field = Spanning(value, nameof(FieldRange)); } = ValueRange.Unlimited;

    /// <summary>Couplings that the wrapped sampler takes. Default: any.</summary>
    public ValueRange CouplingRange { get; init => field = Spanning(value, nameof(CouplingRange)); } = ValueRange.Unlimited;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(RescalingSampler)} {{ {nameof(FieldBeta)} = {FieldBeta}, {nameof(CouplingBeta)} = {CouplingBeta}, " +
        $"{nameof(FieldRange)} = {FieldRange}, {nameof(CouplingRange)} = {CouplingRange}, Inner = {_inner} }}";

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);

        (double fieldFactor, double couplingFactor) = (request.Beta / FieldBeta, request.Beta / CouplingBeta);
        double scale = 1;
        foreach (float h in model.Fields)
        {
            scale = Math.Min(scale, FieldRange.LargestFactor(fieldFactor * h));
        }

        foreach (float j in model.Couplings)
        {
            scale = Math.Min(scale, CouplingRange.LargestFactor(couplingFactor * j));
        }

        (fieldFactor, couplingFactor) = (scale * fieldFactor, scale * couplingFactor);
        SampleSet answer = _inner.Sample(ScaledModel.Of(model, fieldFactor, couplingFactor), request with { Beta = 1 }, cancel);
        return answer with
        {
            Energies = model.Energies(answer.Spins),
            Diagnostics = new RescalingDiagnostics(scale * request.Beta, scale, fieldFactor, couplingFactor, answer.Diagnostics),
        };
    }

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

    private static double Positive(double beta, string name) => double.IsFinite(beta) && beta > 0
        ? beta
        : throw new ArgumentException($"Inverse temperature '{name}': expected a finite number above 0, got {beta}.", name);

    private static ValueRange Spanning(ValueRange range, string name) => range is { Low: < 0, High: > 0 }
        ? range
        : throw new ArgumentException($"Range '{name}': expected bounds below and above 0, got {range.Low} to {range.High}.", name);
}

/// <summary>What <see cref="RescalingSampler"/> made of a request.</summary>
/// <param name="Beta">The inverse temperature of the answer: Scale times that of the request.</param>
/// <param name="Scale">1, or less where the device's ranges allowed no more.</param>
/// <param name="FieldFactor">What the fields were multiplied by, scale included.</param>
/// <param name="CouplingFactor">What the couplings were multiplied by, scale included.</param>
/// <param name="Inner">What the wrapped sampler reported about the multiplied model.</param>
public sealed record RescalingDiagnostics(
    double Beta, double Scale, double FieldFactor, double CouplingFactor, SamplerDiagnostics? Inner) : SamplerDiagnostics
{
    /// <inheritdoc/>
    public override IEnumerable<string> GetWarnings() => Inner?.GetWarnings() ?? [];
}
