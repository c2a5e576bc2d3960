namespace MLNetQuantumPrior.Learning;

/// <summary>
/// One choice among as many categories as the group has features: a 1 and zeros, as one-hot encoding makes it. Zeros alone are a category
/// that is not known and costs nothing. Of the decoder's outputs o, -log p(x|z) is log(sum of exp(o)) - o at the 1; the expected features
/// are the probabilities exp(o) / sum of exp(o).
/// </summary>
public sealed record CategoricalSlots : SlotGroup
{
    /// <summary>Makes a group.</summary>
    /// <param name="size">Number of categories, at least 1.</param>
    public CategoricalSlots(int size)
        : base(size)
    {
    }

    internal override SlotKind Kind => SlotKind.Categorical;
}
