namespace MLNetQuantumPrior.Learning;

/// <summary>What changes from step to step.</summary>
/// <param name="Options">How to train, with nothing left to the data.</param>
/// <param name="StepsPerEpoch">Steps of one pass over the rows.</param>
internal readonly record struct Schedule(TrainingOptions Options, int StepsPerEpoch)
{
    /// <summary>The first step of the ending of a training that stops early; null where it does not.</summary>
    private long? EndingFrom { get; init; }

    /// <summary>Steps of the training.</summary>
    public long Steps => EndingFrom is { } first ? first + EndingSteps(first) : FullSteps;

    /// <summary>Passes over the rows of a training that does not stop early.</summary>
    public int Epochs => checked((int)((FullSteps + StepsPerEpoch - 1) / StepsPerEpoch));

    /// <summary>Passes between two reports.</summary>
    public int EpochsPerReport =>
        Options.Epochs is null ? Math.Min(Epochs, (DataRule.StepsPerReport + StepsPerEpoch - 1) / StepsPerEpoch) : 1;

    /// <summary>Steps between two reports.</summary>
    public int StepsPerReport => EpochsPerReport * StepsPerEpoch;

    /// <summary>Steps over which the KL weight rises.</summary>
    public double WarmUpSteps => Math.Min(Options.KlWarmUpEpochs!.Value * StepsPerEpoch, FullSteps / 3.0);

    private long FullSteps => Options.Steps ?? ((long)Options.Epochs!.Value * StepsPerEpoch);

    /// <summary>The first step of hard bits in a training that does not stop early.</summary>
    private long FirstHardStep => Options.Relaxation == Relaxation.BinaryConcrete ? (long)Math.Ceiling(Options.HardBitsFrom * FullSteps) : 0;

    /// <summary>Whether the decoder is given hard bits.</summary>
    public bool AreBitsHard(long step) => step >= (EndingFrom ?? FirstHardStep);

    /// <summary>Full over the first half, then falling linearly to 0; in an ending from where it is to 0.</summary>
    public double LearningRate(long step) => EndingFrom is { } first
        ? FullRate(first) * (Steps - step) / (Steps - first)
        : FullRate(step);

    /// <summary>Rising linearly over the warm-up, then full.</summary>
    public double KlWeight(long step) => Options.KlWeight!.Value * (WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1) / WarmUpSteps));

    /// <summary>
    /// The same up to a step, and then an ending with hard bits that keeps their part of the steps; null where bits have been hard or never
    /// become so.
    /// </summary>
    public Schedule? Ending(long step) =>
        EndingFrom is null && !AreBitsHard(step) && EndingSteps(step) > 0 ? this with { EndingFrom = step } : null;

    private long EndingSteps(long softSteps) => (long)Math.Ceiling(softSteps * (1 - Options.HardBitsFrom) / Options.HardBitsFrom);

    private double FullRate(long step) => Options.LearningRate * Math.Min(1, 2 * (1 - (step / (double)FullSteps)));
}
