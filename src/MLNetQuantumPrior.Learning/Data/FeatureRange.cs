namespace MLNetQuantumPrior.Learning;

/// <summary>A range of values.</summary>
/// <param name="Lowest">The smallest of them.</param>
/// <param name="Highest">The largest of them.</param>
public readonly record struct FeatureRange(float Lowest, float Highest);
