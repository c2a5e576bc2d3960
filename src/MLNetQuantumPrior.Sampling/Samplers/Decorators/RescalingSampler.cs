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
public sealed partial class RescalingSampler : IIsingSampler
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
        ArgumentNullException.ThrowIfNull(model);
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

    private static double Positive(double beta, string name) => double.IsFinite(beta) && beta > 0
        ? beta
        : throw new ArgumentException($"Inverse temperature '{name}': expected a finite number above 0, got {beta}.", name);

    private static ValueRange Spanning(ValueRange range, string name) => range is { Low: < 0, High: > 0 }
        ? range
        : throw new ArgumentException($"Range '{name}': expected bounds below and above 0, got {range.Low} to {range.High}.", name);
}
