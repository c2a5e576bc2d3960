using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Neighbouring features of a row that follow the same kind of distribution p(x|z), as data: engines, the ONNX writer and generation
/// interpret it.
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

    /// <summary>This group and the one behind it as one group of the same distribution; null where they are not.</summary>
    internal virtual SlotGroup? JoinedWith(SlotGroup next) => null;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Description}({Size})";

    private protected virtual string Description => Kind.ToString();
}

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

/// <summary>
/// Features of any finite value. The decoder's outputs o are their expectations: -log p(x|z) is the sum of
/// (log(2 pi v) + (x - o)^2 / v) / 2, where each feature has a variance v that does not depend on z.
/// </summary>
/// <remarks>
/// Variances are learned by default (as in sigma-VAEs, Rybkin et al. 2021), so that the weight of the reconstruction against the KL term
/// needs no tuning: v = <see cref="VarianceFloor"/> + exp(w), with one parameter w a feature that starts at 0. It is not trained by
/// gradients but set to its closed form, the mean squared residual over the latest 8,192 rows or so; log v moves at most 5 learning rates a
/// step. The floor keeps a feature that the decoder predicts exactly, such as a constant, from an infinite density.
/// </remarks>
public sealed record GaussianSlots : SlotGroup
{
    /// <summary>Smallest learned variance: a deviation of one hundredth, in scaled units of the feature's own.</summary>
    public const double VarianceFloor = 1e-4;

    /// <summary>Makes a group.</summary>
    /// <param name="size">Number of features, at least 1.</param>
    public GaussianSlots(int size)
        : base(size)
    {
    }

    /// <summary>
    /// The variance of every feature of the group in scaled units, a finite number above 0; null to learn one for each. Default null.
    /// </summary>
    public double? Variance
    {
        get;
        init => field = Check.Above(0, value);
    }

    internal override SlotKind Kind => SlotKind.Gaussian;

    private protected override string Description => FormattableString.Invariant(
        $"Gaussian{(Variance is null ? "" : $" of variance {Variance}")}");

    internal override SlotGroup? JoinedWith(SlotGroup next) =>
        next is GaussianSlots other && other.Variance == Variance ? new GaussianSlots(Size + next.Size) { Variance = Variance } : null;
}

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
