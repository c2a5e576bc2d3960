namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Asks a sampler for draws at a temperature at which the model freezes: low energies, in units of the model's own, from a sampler of
/// distributions such as <see cref="PopulationAnnealingSampler"/>.
/// </summary>
/// <remarks>
/// The inverse temperature is that of the request times ln(100 n) / (2 d), where n is the number of spins and d the smallest, over spins,
/// of the largest term of their local field: there the weakest spin lies against its field with a chance of about one in 100 n. A
/// schedule of <see cref="BetaSchedule.Automatic"/> ends there too. The reads are draws of no temperature that is asked for.
/// </remarks>
/// <param name="inner">Draws the spins.</param>
public sealed class FreezingSampler(IIsingSampler inner) : IIsingSampler
{
    private readonly IIsingSampler _inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(FreezingSampler)} {{ Inner = {_inner} }}";

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model, canStop: true);
        return _inner.Sample(model, request with { Beta = request.Beta * FrozenBeta(model) }, cancel);
    }

    /// <summary>The inverse temperature at which a model freezes.</summary>
    internal static double FrozenBeta(IsingModel model) => Math.Log(100.0 * model.SpinCount) / (2 * LocalFields.SmallestStep(model));
}
