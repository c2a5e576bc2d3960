namespace MLNetQuantumPrior.Learning;

/// <summary>One tensor of a layer, and what it begins with: uniform in (Start - Bound, Start + Bound).</summary>
/// <param name="Name">Such as "weight".</param>
/// <param name="Shape">Its dimensions; row-major.</param>
internal sealed record LayerTensor(string Name, ImmutableArray<int> Shape)
{
    public double Start { get; init; }

    public double Bound { get; init; }

    /// <summary>Whether the optimiser changes it.</summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>Number of values; may be more than an array can hold.</summary>
    public double Length => Shape.Aggregate(1.0, (product, size) => product * size);
}
