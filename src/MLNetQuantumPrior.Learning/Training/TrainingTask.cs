using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What is to be trained on what. With the options it decides every number.</summary>
/// <param name="Data">Rows of scaled features.</param>
/// <param name="Architecture">The networks.</param>
/// <param name="Kind">What the prior is to be.</param>
/// <param name="Graph">Which latents it couples; null where they are no spins.</param>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Validation">Rows to judge by; null to take them from the data.</param>
/// <param name="Start">The model to start from; null for random numbers.</param>
internal sealed record TrainingTask(
    ITrainingRows Data, VaeArchitecture Architecture, PriorKind Kind, SpinGraph? Graph, ulong Seed, FeatureMatrix? Validation,
    BmVaeModel? Start)
{
    /// <exception cref="ArgumentException">Parts of it, or options, contradict each other.</exception>
    public void Check(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(Data, "data");
        ArgumentNullException.ThrowIfNull(Architecture, "architecture");
        options.Validate();
        if (Architecture.InputSize != Data.Likelihood.Slots)
        {
            throw new ArgumentException(
                $"Architecture: expected {Data.Likelihood.Slots} inputs, one per feature, got {Architecture.InputSize}.", "architecture");
        }

        Data.CheckFits(Architecture.Likelihood, "data");
        Kind.Check(Architecture);
        if (Graph is not null)
        {
            Kind.Check(Graph, Architecture.LatentSize);
        }

        if (options.Augmentation is { } image && image.Size != Architecture.InputSize)
        {
            throw new ArgumentException(
                $"Option '{nameof(options.Augmentation)}': expected images of {Architecture.InputSize} values, one a feature, " +
                $"got {image.Shape}.", nameof(options));
        }

        if (Start is { } start && (start.Kind != Kind
            || !start.Architecture.Encoder.SequenceEqual(Architecture.Encoder)
            || !start.Architecture.Decoder.SequenceEqual(Architecture.Decoder)
            || start.Architecture.Likelihood != Architecture.Likelihood
            || (Graph is not null && !start.Prior.Graph.Edges.SequenceEqual(Graph.Edges))))
        {
            throw new ArgumentException(
                $"Model to start from: expected one with a {Kind} prior{(Graph is null ? "" : $" on {Graph}")} " +
                "and the networks of the training, " +
                $"got one with a {start.Kind} prior or other networks or edges. Train with the model's own architecture and graph.");
        }
    }

    /// <summary>The rows to train on, and those to judge by.</summary>
    /// <exception cref="ArgumentException">There are too few rows, or rows of another likelihood.</exception>
    public RowSplit Split(TrainingOptions options)
    {
        RowSplit rows = RowSplit.Of(Data, Validation, options.ValidationFraction!.Value, Seed);
        if (rows.Training.Count == 0)
        {
            throw new ArgumentException("Training data: expected at least one row to train on, got none.");
        }

        if (options.Patience is not null && rows.Validation is null)
        {
            throw new ArgumentException(
                $"Option '{nameof(TrainingOptions.Patience)}': expected rows to judge by, got none. " +
                $"Set '{nameof(TrainingOptions.ValidationFraction)}' or '{nameof(Validation)}'.");
        }

        rows.Validation?.CheckFits(Architecture.Likelihood, nameof(Validation));
        return rows;
    }

    /// <summary>All of it, and how it is trained, as texts.</summary>
    public CheckpointKey Key(TrainingOptions options, IIsingSampler sampler, ITrainingEngine engine) => CheckpointKey.Of(
        options,
        ("seed", $"{Seed}"),
        ("prior", Graph is null ? $"{Kind}" : $"{Kind} on {Graph} with edges {CheckpointKey.Digest(Graph.Edges.AsSpan())}"),
        ("encoder", string.Join(", ", Architecture.Encoder)),
        ("decoder", string.Join(", ", Architecture.Decoder)),
        ("likelihood", $"{Architecture.Likelihood}"),
        ("training rows", $"{Data.Count} of digest {Data.Digest()}"),
        ("validation rows", Validation is null ? "none" : $"{Validation.Rows} of digest {CheckpointKey.Digest(Validation.AsSpan())}"),
        ("start", Start is null ? "random" : $"a model of digest {CheckpointKey.Digest(Start.Parameters)}"),
        ("sampler", CheckpointKey.Description(sampler)),
        ("engine", CheckpointKey.Description(engine)));
}
