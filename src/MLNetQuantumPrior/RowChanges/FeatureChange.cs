namespace MLNetQuantumPrior;

/// <summary>Changes rows of features. Safe for concurrent calls.</summary>
/// <param name="rows">Features in the units of the model. <c>[rows, size]</c></param>
/// <param name="ids">Names of the rows, which seed their random numbers. <c>[rows]</c></param>
/// <param name="changed">Receives the changed features. <c>[rows, size]</c></param>
/// <param name="energies">Receives the prior energy of what they were decoded from. <c>[rows]</c></param>
internal delegate void FeatureChange(ReadOnlySpan<float> rows, ReadOnlySpan<ulong> ids, Span<float> changed, Span<float> energies);
