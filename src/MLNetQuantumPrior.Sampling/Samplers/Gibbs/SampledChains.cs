namespace MLNetQuantumPrior.Sampling;

/// <summary>Chains that start each call of a sampler, and are what it answers.</summary>
internal sealed class SampledChains(IIsingSampler sampler, SpinGraph graph, int chains) : IPersistentChains
{
    private readonly sbyte[] _spins = new sbyte[chains * graph.SpinCount];

    public int Count => chains;

    public ReadOnlySpan<sbyte> Spins => _spins;

    public void Place(int first, ReadOnlySpan<sbyte> spins) => spins.CopyTo(_spins.AsSpan(first * graph.SpinCount));

    public void Move(IsingModel model, ulong seed, CancellationToken cancel)
    {
        var own = new IsingModel(graph, model.Fields.AsSpan(), model.Couplings.AsSpan()); // the sampler may keep it
        SampleSet answer = sampler.SampleChecked(own, new(chains, seed) { InitialStates = new(chains, graph.SpinCount, _spins) }, cancel);
        answer.Spins.AsSpan().CopyTo(_spins);
    }
}
