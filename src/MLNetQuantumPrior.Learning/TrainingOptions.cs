using System.Text.Json.Serialization;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to train a BM-VAE. What is null is decided by the data, as <see cref="For"/> does.</summary>
public sealed record TrainingOptions
{
    /// <summary>
    /// Length of the training in steps, at least 1; the last pass over the data may be cut short. Instead of <see cref="Epochs"/>. Null:
    /// as <see cref="Epochs"/> says, else by the data: 3,000, or 12 passes where those are more; 20 a row, at least 200, of fewer
    /// than 50 rows. Default null.
    /// </summary>
    public int? Steps { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Length of the training in passes over the data, at least 1, with a report after each. Null: as <see cref="Steps"/> says, with a
    /// report after as many passes as make 50 steps. Default null.
    /// </summary>
    public int? Epochs { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Rows of one step, at least 1; the last step of an epoch may have fewer, and so has each step where there are no more rows to train
    /// on. Null: an eighth of the rows, from 16 to 128. Default null.
    /// </summary>
    public int? BatchSize { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Adam's step size for networks and prior, above 0; falls linearly to 0 over the second half of the training. Default 0.002.
    /// </summary>
    public double LearningRate { get; init => field = Check.Above(0, value); } = 2e-3;

    /// <summary>
    /// Final weight of the KL term, at least 0; 1 trains the evidence lower bound. Null: 0.5 for tables and 1 for pixels, which are at
    /// least 64 features, all Bernoulli. Default null.
    /// </summary>
    public double? KlWeight { get; init => field = Check.AtLeast(0, value); }

    /// <summary>
    /// Epochs over which the KL weight rises linearly from 0, at least 0; shortened to a third of the training when that is less. Null:
    /// a tenth of the training, or 4 epochs where those are more. Default null.
    /// </summary>
    public double? KlWarmUpEpochs { get; init => field = Check.AtLeast(0, value); }

    /// <summary>
    /// How the gradient passes the bits of a Boltzmann machine while training. Default: binary concrete, and hard bits at the end, as
    /// <see cref="HardBitsFrom"/> says.
    /// </summary>
    public Relaxation Relaxation { get; init => field = Check.Known(value); } = Relaxation.BinaryConcrete;

    /// <summary>
    /// Part of the steps after which the soft bits of <see cref="Relaxation.BinaryConcrete"/> become hard ones, trained as with
    /// <see cref="Relaxation.ReinMax"/>; within [0, 1]. A model is used with hard bits, and training with soft ones to the end may leave
    /// in them what hard bits cannot hold. 1: never. Null: 2/3 for tables, 1 for pixels, whose importance-weighted bound is better so.
    /// Default null.
    /// </summary>
    public double? HardBitsFrom { get; init => field = Check.Within(0, 1, value); }

    /// <summary>
    /// Temperature of the soft bits of <see cref="Relaxation.BinaryConcrete"/>, above 0; hard bits have none. Default 0.5.
    /// </summary>
    public double Temperature { get; init => field = Check.Above(0, value); } = 0.5;

    /// <summary>How to average over the Boltzmann machine. Default: weighted chains.</summary>
    public NegativePhaseKind NegativePhase { get; init => field = Check.Known(value); } = NegativePhaseKind.WeightedChains;

    /// <summary>Most of <see cref="Chains"/>.</summary>
    public const int MaxChains = 1_000_000;

    /// <summary>Chains of the negative phase, from 1 to <see cref="MaxChains"/>. Default 256.</summary>
    public int Chains { get; init => field = Check.Within(1, MaxChains, value); } = 256;

    /// <summary>
    /// Most calls of the sampler in a step, at least 1. A training starts with one, and doubles it after an epoch in which the chains did
    /// not mix. Default 4.
    /// </summary>
    public int MaxSamplerRounds { get; init => field = Check.AtLeast(1, value); } = 4;

    /// <summary>
    /// Steps that the draws of <see cref="NegativePhaseKind.SamplerDraws"/> serve, at least 1: more spare calls of a sampler that costs
    /// something a call. After the first of them draws are weighted by exp(-(E_now - E_drawn)), so averages follow the prior as long as it
    /// moves little; <see cref="BoltzmannReport.EffectiveShare"/> tells. Null: 1. Default null.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // files of trainings without stay as they were
    public int? StepsPerDraw { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Decoupled weight decay of the prior's couplings: in a step each falls by the learning rate times this times itself. Keeps the prior
    /// easy to sample. At least 0. Default 0.
    /// </summary>
    public double CouplingDecay { get; init => field = Check.AtLeast(0, value); }

    /// <summary>
    /// Nats that the KL should come to; null leaves the KL weight alone. After the warm-up the weight, which starts at
    /// <see cref="KlWeight"/>, is raised in each step in which the KL is above it and lowered where it is below. Needs a known log Z, so
    /// weighted chains. Above 0. Default null.
    /// </summary>
    public double? KlTarget { get; init => field = Check.Above(0, value); }

    /// <summary>
    /// Part of the rows that the training never sees: they judge each report, and the model is that of the best one. Within [0, 0.9]; the
    /// trainer can be given such rows instead. 0: none, and the model is that of the last step. Null: none where <see cref="Steps"/> or
    /// <see cref="Epochs"/> are set and <see cref="Patience"/> is not; else 0.15 of 50 to 20,000 rows. Default null.
    /// </summary>
    public double? ValidationFraction { get; init => field = Check.Within(0, 0.9, value); }

    /// <summary>
    /// Ends the training after so many epochs without a better one for the validation rows, at least 1. Better is a lower reconstruction
    /// + <see cref="KlWeight"/> times KL. Where soft bits were trained, hard ones follow for half as many steps first, with a learning
    /// rate that falls to 0. Null: a fifth of the training where its length is decided by the data, else never. Default null.
    /// </summary>
    public int? Patience { get; init => field = Check.AtLeast(1, value); }

    /// <summary>
    /// Ends the training at the first step after so much time, above zero; the model is that of the best epoch, or the last state where no
    /// rows judge. What a training achieves then depends on the machine. Null: never. Default null.
    /// </summary>
    public TimeSpan? MaxTrainingTime { get; init => field = Check.AboveZero(value); }

    /// <summary>
    /// Draw new binary values of Bernoulli features in each epoch, with the features as probabilities; false trains on the features
    /// themselves. Features of other likelihoods are never drawn. Null: true, but false for networks of images with several channels,
    /// whose values are shades of a colour. Default null.
    /// </summary>
    public bool? DynamicBinarization { get; init; }

    /// <summary>
    /// For rows that are images: moves each a little, differently in each step, in memory and streamed. Validation rows stay as they are.
    /// Pixels have to be scaled alike, as <see cref="FeatureScaling.Shared"/> does. Default null, which leaves rows as they are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // files of trainings without stay as they were
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Most threads for the prior's own sums, at least 1; engine and sampler have their own options. The model does
    /// not depend on it. Default: all cores.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>
    /// These options with nothing left to the data: steps or epochs, batch, weight and warm-up of the KL term, validation rows and
    /// patience, which stays null where nothing ends the training early. A trainer calls it; <see cref="TrainingRun.Options"/> has what it
    /// gave.
    /// </summary>
    /// <param name="rows">Rows of the data, validation rows among them, at least 1.</param>
    /// <param name="likelihood">Their features.</param>
    public TrainingOptions For(long rows, Likelihood likelihood)
    {
        ArgumentNullException.ThrowIfNull(likelihood);
        return new DataRule(Check.AtLeast(1, rows), likelihood).Complete(this, areJudged: false);
    }

    /// <summary>Throws when two options contradict each other.</summary>
    internal void Validate()
    {
        if (Steps is not null && Epochs is not null)
        {
            throw Check.Wrong($"none beside '{nameof(Epochs)}' {Epochs}", Steps, nameof(Steps));
        }

        if (KlTarget is { } target && NegativePhase != NegativePhaseKind.WeightedChains)
        {
            throw Check.Wrong($"none with '{nameof(NegativePhase)}' {NegativePhase}, where no KL is known", target, nameof(KlTarget));
        }

        if (KlTarget is not null && KlWeight == 0)
        {
            throw Check.Wrong($"a number above 0 to start from with '{nameof(KlTarget)}'", KlWeight, nameof(KlWeight));
        }
    }
}
