namespace MLNetQuantumPrior.Learning;

/// <summary>A group of features in the manifest of a model file.</summary>
/// <param name="Kind">"bernoulli", "gaussian" or "categorical".</param>
/// <param name="Size">Number of features.</param>
/// <param name="Variance">Of a Gaussian group whose variance is fixed.</param>
internal sealed record SlotGroupEntry(string Kind, int Size, double? Variance = null)
{
    public static SlotGroupEntry Of(SlotGroup group) => group switch
    {
        BernoulliSlots => new("bernoulli", group.Size),
        GaussianSlots gaussian => new("gaussian", group.Size, gaussian.Variance),
        CategoricalSlots => new("categorical", group.Size),
        _ => throw new NotSupportedException($"Group {group}: expected one that a model file can hold."),
    };

    /// <exception cref="InvalidDataException">It is no group that this version knows.</exception>
    public SlotGroup ToGroup() => Kind switch
    {
        "bernoulli" => new BernoulliSlots(Size),
        "gaussian" => new GaussianSlots(Size) { Variance = Variance },
        "categorical" => new CategoricalSlots(Size),
        _ => throw new InvalidDataException($"manifest.json: expected a likelihood that this version knows, got {this}."),
    };
}
