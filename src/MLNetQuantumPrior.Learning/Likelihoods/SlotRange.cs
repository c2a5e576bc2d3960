namespace MLNetQuantumPrior.Learning;

/// <summary>A <see cref="SlotGroup"/> as kernels take it.</summary>
/// <param name="Kind">Its distribution.</param>
/// <param name="First">Its first slot in a row.</param>
/// <param name="Count">Number of slots.</param>
internal readonly record struct SlotRange(SlotKind Kind, int First, int Count);

/// <summary>The distribution of a group of features.</summary>
internal enum SlotKind
{
    Bernoulli,
    Gaussian,
    Categorical,
}
