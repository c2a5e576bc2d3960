namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Shows the models that a decorator asks for.</summary>
internal sealed class SpyingSampler(IIsingSampler inner, Action<IsingModel> see) : IIsingSampler
{
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        see(model);
        return inner.Sample(model, request, cancel);
    }
}
