namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Binary features, or probabilities of them within [0, 1], such as pixels. Of the decoder's outputs o, -log p(x|z) is the sum of
/// log(1 + exp(o)) - x o; the expected features are 1 / (1 + exp(-o)).
/// </summary>
public sealed record BernoulliSlots : SlotGroup
{
    /// <summary>Makes a group.</summary>
    /// <param name="size">Number of features, at least 1.</param>
    public BernoulliSlots(int size)
        : base(size)
    {
    }

    internal override SlotKind Kind => SlotKind.Bernoulli;

    internal override SlotGroup? JoinedWith(SlotGroup next) => next is BernoulliSlots ? new BernoulliSlots(Size + next.Size) : null;
}
