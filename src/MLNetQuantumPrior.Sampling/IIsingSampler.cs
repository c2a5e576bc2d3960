namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Draws spin configurations of an <see cref="IsingModel"/>. Who draws them is the caller's choice: this is one of the two pluggable seams.
/// </summary>
/// <remarks>
/// The target is p(s) proportional to exp(-<see cref="SampleRequest.Beta"/> E(s)). A sampler holds no state between calls: the same model,
/// request and seed give the same samples, whatever the thread count. A sampler that cannot honour a part of the request throws; it never
/// ignores it. Implementations are safe to call from several threads at once.
/// </remarks>
public interface IIsingSampler
{
    /// <summary>Draws <see cref="SampleRequest.Reads"/> configurations.</summary>
    /// <param name="model">The energy function.</param>
    /// <param name="request">How many, at which temperature, from which seed and from which start.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/> between two sweeps.</param>
    /// <exception cref="ArgumentException">The request contradicts the model or asks for something this sampler cannot do.</exception>
    SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default);
}
