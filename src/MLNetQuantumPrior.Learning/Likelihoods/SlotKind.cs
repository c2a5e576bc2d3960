namespace MLNetQuantumPrior.Learning;

/// <summary>The law of a group of features.</summary>
internal enum SlotKind
{
    Bernoulli,
    Gaussian,
    Categorical,
}
