namespace MLNetQuantumPrior.Learning;

/// <summary>What changes from step to step.</summary>
internal readonly record struct Schedule(TrainingOptions Options, int StepsPerEpoch)
{
    private double Steps => (double)Options.Epochs * StepsPerEpoch;

    /// <summary>Full over the first half, then falling linearly to 0.</summary>
    public double LearningRate(long step) => Options.LearningRate * Math.Min(1, 2 * (1 - (step / Steps)));

    /// <summary>Steps over which the KL weight rises.</summary>
    public double WarmUpSteps => Math.Min(Options.KlWarmUpEpochs, Options.Epochs / 3.0) * StepsPerEpoch;

    /// <summary>Rising linearly over the warm-up, then full.</summary>
    public double KlWeight(long step) => Options.KlWeight * (WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1) / WarmUpSteps));
}
