namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Features of any finite value. The decoder's outputs o are their expectations: -log p(x|z) is the sum of
/// (log(2 pi v) + (x - o)^2 / v) / 2, where each feature has a variance v that does not depend on z.
/// </summary>
/// <remarks>
/// Variances are learned by default (as in sigma-VAEs, Rybkin et al. 2021), so that the weight of the reconstruction against the KL term
/// needs no tuning: v = <see cref="VarianceFloor"/> + exp(w), with one trained parameter w a feature that starts at 0. The floor keeps a
/// feature that the decoder foretells exactly, such as a constant, from an infinite density.
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
        init => field = value is null || (double.IsFinite(value.Value) && value > 0)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Variance), value, "Expected a finite number above 0, or null.");
    }

    internal override SlotKind Kind => SlotKind.Gaussian;

    private protected override string Description => FormattableString.Invariant(
        $"Gaussian{(Variance is null ? "" : $" of variance {Variance}")}");

    internal override SlotGroup? JoinedWith(SlotGroup next) =>
        next is GaussianSlots other && other.Variance == Variance ? new GaussianSlots(Size + next.Size) { Variance = Variance } : null;
}
