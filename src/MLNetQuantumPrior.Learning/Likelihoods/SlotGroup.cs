namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Neighbouring features of a row that follow the same kind of law p(x|z), as data: engines, the ONNX writer and generation interpret it.
/// </summary>
/// <seealso cref="BernoulliSlots"/>
/// <seealso cref="GaussianSlots"/>
/// <seealso cref="CategoricalSlots"/>
public abstract record SlotGroup
{
    private protected SlotGroup(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
    }

    /// <summary>Number of features, at least 1.</summary>
    public int Size { get; }

    internal abstract SlotKind Kind { get; }

    /// <summary>This group and the one behind it as one group of the same law; null where they are none.</summary>
    internal virtual SlotGroup? JoinedWith(SlotGroup next) => null;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Description}({Size})";

    private protected virtual string Description => Kind.ToString();
}
