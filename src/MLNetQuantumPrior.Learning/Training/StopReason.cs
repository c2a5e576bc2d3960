namespace MLNetQuantumPrior.Learning;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All steps are done.</summary>
    AllEpochs,

    /// <summary>The validation rows saw no better model for <see cref="TrainingOptions.Patience"/> epochs.</summary>
    Patience,

    /// <summary><see cref="TrainingOptions.MaxTrainingTime"/> was up.</summary>
    TimeLimit,
}
