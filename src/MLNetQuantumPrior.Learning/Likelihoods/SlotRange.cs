namespace MLNetQuantumPrior.Learning;

/// <summary>A <see cref="SlotGroup"/> as kernels take it.</summary>
/// <param name="Kind">Its law.</param>
/// <param name="First">Its first slot in a row.</param>
/// <param name="Count">Number of slots.</param>
internal readonly record struct SlotRange(SlotKind Kind, int First, int Count);
