namespace MLNetQuantumPrior.Sampling;

/// <summary>A sampler that can move chains on in place, without copies and without garbage.</summary>
internal interface IPersistentSampler
{
    /// <summary>Makes the memory for chains on a graph.</summary>
    IPersistentChains Keep(SpinGraph graph, int chains);
}

/// <summary>Chains that a sampler moves on where they stand, call after call.</summary>
internal interface IPersistentChains
{
    /// <summary>How many they are.</summary>
    int Count { get; }

    /// <summary>Where the chains stand, one after the other.</summary>
    ReadOnlySpan<sbyte> Spins { get; }

    /// <summary>Puts some chains elsewhere; all of them before the first move.</summary>
    /// <param name="first">Number of the first.</param>
    /// <param name="spins">Their spins, one chain after the other.</param>
    void Place(int first, ReadOnlySpan<sbyte> spins);

    /// <summary>Moves every chain on by the sampler's sweeps, at beta = 1.</summary>
    /// <param name="model">The target, on the graph that the chains were made for.</param>
    /// <param name="seed">Seed of all randomness; a new one for each call.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>; some chains have then moved.</param>
    /// <exception cref="ArgumentException">The sampler cannot go on from given spins.</exception>
    void Move(IsingModel model, ulong seed, CancellationToken cancel);

    /// <summary>Chains of any sampler: in place where it can do that.</summary>
    static IPersistentChains Of(IIsingSampler sampler, SpinGraph graph, int chains) =>
        sampler is IPersistentSampler inPlace ? inPlace.Keep(graph, chains) : new SampledChains(sampler, graph, chains);
}
