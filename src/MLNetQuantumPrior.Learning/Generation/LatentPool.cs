using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws of one model that generated rows start from: drawn when first needed, once. Safe for concurrent calls.</summary>
internal sealed class LatentPool(IsingModel model, IIsingSampler sampler, SampleRequest request)
{
    private readonly Lock _drawing = new();
    private SpinMatrix? _draws;

    public IsingModel Model => model;

    /// <summary>The draws. Callers that come meanwhile wait; a call that is cancelled or fails leaves the pool to the next one.</summary>
    public SpinMatrix Draws(CancellationToken cancel)
    {
        lock (_drawing)
        {
            return _draws ??= sampler.Sample(model, request, cancel).Spins;
        }
    }
}
