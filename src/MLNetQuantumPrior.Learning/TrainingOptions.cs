namespace MLNetQuantumPrior.Learning;

/// <summary>How to train a BM-VAE. The defaults are the recipe measured best on MNIST.</summary>
public sealed record TrainingOptions
{
    internal const int DefaultEpochs = 12;

    /// <summary>Passes over the data, at least 1. Default 12.</summary>
    public int Epochs { get; init; } = DefaultEpochs;

    /// <summary>Rows of one step, at least 1; the last step of an epoch may have fewer. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// Adam's step size for networks and prior, above 0; falls linearly to 0 over the second half of the training. Default 0.002.
    /// </summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Final weight of the KL term, at least 0; 1 trains the evidence lower bound. Default 1.</summary>
    public double KlWeight { get; init; } = 1;

    /// <summary>
    /// Epochs over which the KL weight rises linearly from 0, at least 0; shortened to a third of
    /// <see cref="Epochs"/> when that is less. Default 4.
    /// </summary>
    public double KlWarmUpEpochs { get; init; } = 4;

    /// <summary>How the gradient passes the bits of a Boltzmann machine while training. Default: binary concrete.</summary>
    public Relaxation Relaxation { get; init; } = Relaxation.BinaryConcrete;

    /// <summary>
    /// Temperature of the soft bits of <see cref="Relaxation.BinaryConcrete"/>, above 0; hard bits have none. Default 0.5.
    /// </summary>
    public double Temperature { get; init; } = 0.5;

    /// <summary>How to average over the Boltzmann machine. Default: weighted chains.</summary>
    public NegativePhaseKind NegativePhase { get; init; } = NegativePhaseKind.WeightedChains;

    /// <summary>Chains of the negative phase, at least 1. Default 256.</summary>
    public int Chains { get; init; } = 256;

    /// <summary>
    /// Most calls of the sampler in a step, at least 1. A training starts with one, and doubles it after an epoch in which the chains did
    /// not mix. Default 4.
    /// </summary>
    public int MaxSamplerRounds { get; init; } = 4;

    /// <summary>
    /// Decoupled weight decay of the prior's couplings: in a step each falls by the learning rate times this times itself. Keeps the prior
    /// easy to sample. At least 0. Default 0.
    /// </summary>
    public double CouplingDecay { get; init; }

    /// <summary>
    /// Nats that the KL should come to; null leaves the KL weight alone. After the warm-up the weight, which starts at
    /// <see cref="KlWeight"/>, is raised in each step in which the KL is above it and lowered where it is below. Needs a known log Z, so
    /// weighted chains. Above 0. Default null.
    /// </summary>
    public double? KlTarget { get; init; }

    /// <summary>
    /// Part of the rows that the training never sees: they judge each epoch, and the model is that of the best one. Within [0, 0.9]; the
    /// trainer can be given such rows instead. Default 0: none, and the model is that of the last epoch.
    /// </summary>
    public double ValidationFraction { get; init; }

    /// <summary>
    /// Ends the training after so many epochs without a better one for the validation rows, at least 1. Better is a lower reconstruction
    /// + <see cref="KlWeight"/> times KL. Null: never. Default null.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Ends the training at the first step after so much time, above zero; the model is that of the best epoch, or the last state where no
    /// rows judge. What a training achieves then depends on the machine. Null: never. Default null.
    /// </summary>
    public TimeSpan? MaxTrainingTime { get; init; }

    /// <summary>
    /// Draw the binary values of Bernoulli features anew in each epoch, with the features as probabilities. Default true; false trains on
    /// the features themselves. Features of other likelihoods are never drawn.
    /// </summary>
    public bool DynamicBinarization { get; init; } = true;

    /// <summary>
    /// Most threads for the prior's own sums, at least 1; engine and sampler have options of their own. The model does
    /// not depend on it. Default: all cores.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Throws when an option is out of its range.</summary>
    internal void Validate()
    {
        Check(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
        Check(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Check(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), "a finite number above 0", LearningRate);
        Check(double.IsFinite(KlWeight) && KlWeight >= 0, nameof(KlWeight), "a finite number of at least 0", KlWeight);
        Check(
            double.IsFinite(KlWarmUpEpochs) && KlWarmUpEpochs >= 0,
            nameof(KlWarmUpEpochs), "a finite number of at least 0", KlWarmUpEpochs);
        Check(Enum.IsDefined(Relaxation), nameof(Relaxation), "a known relaxation", Relaxation);
        Check(double.IsFinite(Temperature) && Temperature > 0, nameof(Temperature), "a finite number above 0", Temperature);
        Check(Enum.IsDefined(NegativePhase), nameof(NegativePhase), "a known kind", NegativePhase);
        Check(Chains >= 1, nameof(Chains), "at least 1", Chains);
        Check(MaxSamplerRounds >= 1, nameof(MaxSamplerRounds), "at least 1", MaxSamplerRounds);
        Check(double.IsFinite(CouplingDecay) && CouplingDecay >= 0, nameof(CouplingDecay), "a finite number of at least 0", CouplingDecay);
        Check(KlTarget is null or (> 0 and < double.PositiveInfinity), nameof(KlTarget), "a finite number above 0, or null", KlTarget ?? 0);
        Check(ValidationFraction is >= 0 and <= 0.9, nameof(ValidationFraction), "a number within [0, 0.9]", ValidationFraction);
        Check(Patience is null or >= 1, nameof(Patience), "at least 1, or null", Patience ?? 0);
        Check(
            MaxTrainingTime is null || MaxTrainingTime > TimeSpan.Zero,
            nameof(MaxTrainingTime), "more than zero, or null", MaxTrainingTime ?? default);
        Check(MaxDegreeOfParallelism >= 1, nameof(MaxDegreeOfParallelism), "at least 1", MaxDegreeOfParallelism);

        Check(
            KlTarget is null || NegativePhase == NegativePhaseKind.WeightedChains,
            nameof(KlTarget), $"none with '{nameof(NegativePhase)}' {NegativePhase}, where no KL is known", KlTarget ?? 0);
        Check(KlTarget is null || KlWeight > 0, nameof(KlWeight), $"a number above 0 to start from with '{nameof(KlTarget)}'", KlWeight);

        static void Check(bool holds, string name, string expected, object got)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(
                    name, got, $"Option '{name}': expected {expected}, got {FormattableString.Invariant($"{got}")}.");
            }
        }
    }
}
