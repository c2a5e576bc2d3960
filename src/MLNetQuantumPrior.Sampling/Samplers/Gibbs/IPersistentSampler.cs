namespace MLNetQuantumPrior.Sampling;

/// <summary>A sampler that can move chains on in place, without copies and without garbage.</summary>
internal interface IPersistentSampler
{
    /// <summary>Makes the memory for chains on a graph.</summary>
    IPersistentChains Keep(SpinGraph graph, int chains);
}
