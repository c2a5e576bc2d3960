namespace MLNetQuantumPrior.Sampling;

/// <summary>Draws from a model with fields added, exp(-beta (E(s) + strength * sum_i f_i s_i)): conditional annealing.</summary>
/// <remarks>
/// Energies of the answer are those of the model as it was asked for, without the added fields. States and
/// diagnostics are the wrapped sampler's.
/// </remarks>
/// <param name="inner">Draws the spins.</param>
/// <param name="fields">f, one finite number a spin.</param>
/// <param name="strength">Factor on them, finite. Default 1.</param>
public sealed class SteeringSampler(IIsingSampler inner, ImmutableArray<float> fields, double strength = 1) : IIsingSampler
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(SteeringSampler)} {{ Fields = [{string.Join(", ", fields)}], Strength = {strength}, Inner = {inner} }}";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one field for each spin of the model, or the wrapped sampler refuses.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        SampleSet answer = inner.Sample(model.WithAddedFields(fields.AsSpan(), strength), request, cancel);
        return answer with { Energies = model.Energies(answer.Spins) };
    }
}
