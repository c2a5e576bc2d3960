namespace MLNetQuantumPrior.Learning;

/// <summary>What changes from step to step.</summary>
/// <param name="Options">How to train, with nothing left to the data.</param>
/// <param name="StepsPerEpoch">Steps of one pass over the rows.</param>
internal readonly record struct Schedule(TrainingOptions Options, int StepsPerEpoch)
{
    /// <summary>
    /// The ending of a training that stops early: its first step, and how many steps had been made of the model that it starts from; null
    /// where there is none.
    /// </summary>
    private (long First, long Trained)? TheEnding { get; init; }

    /// <summary>Steps of the training.</summary>
    public long Steps => TheEnding is { } ending ? ending.First + EndingSteps(ending.Trained) : FullSteps;

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

    private double HardBitsFrom => Options.HardBitsFrom ?? DataRule.HardBitsOfTables;

    /// <summary>The first step of hard bits in a training that does not stop early.</summary>
    private long FirstHardStep =>
        Options.Relaxation == Relaxation.BinaryConcrete ? (long)Math.Round(HardBitsFrom * FullSteps) : 0;

    /// <summary>Whether the decoder is given hard bits.</summary>
    public bool AreBitsHard(long step) => step >= (TheEnding?.First ?? FirstHardStep);

    /// <summary>Full over the first half, then falling linearly to 0; in an ending from where it is to 0.</summary>
    public double LearningRate(long step) => TheEnding is { } ending
        ? FullRate(ending.Trained) * (Steps - step) / (Steps - ending.First)
        : FullRate(step);

    /// <summary>Rising linearly over the warm-up, then full.</summary>
    public double KlWeight(long step) => Options.KlWeight!.Value * (WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1) / WarmUpSteps));

    /// <summary>Whether bits are soft and would have become hard.</summary>
    public bool NeedsEnding(long step) => TheEnding is null && !AreBitsHard(step) && HardBitsFrom < 1;

    /// <summary>The same up to a step, and then hard bits for their part of all steps.</summary>
    /// <param name="step">The first step of the ending.</param>
    /// <param name="trained">Steps made of the model that it starts from.</param>
    public Schedule Ending(long step, long trained) => this with { TheEnding = (step, trained) };

    private long EndingSteps(long softSteps) =>
        Math.Max(1, (long)Math.Round(softSteps * (1 - HardBitsFrom) / HardBitsFrom));

    private double FullRate(long step) => Options.LearningRate * Math.Min(1, 2 * (1 - (step / (double)FullSteps)));
}
