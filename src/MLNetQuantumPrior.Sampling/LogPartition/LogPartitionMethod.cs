namespace MLNetQuantumPrior.Sampling;

/// <summary>How a log Z was found.</summary>
public enum LogPartitionMethod
{
    /// <summary>By a formula, where nothing is coupled: no error but rounding.</summary>
    ClosedForm,

    /// <summary>By summing over all states: no error but rounding.</summary>
    Enumeration,

    /// <summary>By summing out spin after spin, <see cref="ExactElimination"/>: no error but rounding.</summary>
    Elimination,

    /// <summary>By <see cref="AnnealedImportanceSampling"/>.</summary>
    AnnealedImportanceSampling,

    /// <summary>By a <see cref="PopulationAnnealingSampler"/> on its way to the target.</summary>
    PopulationAnnealing,

    /// <summary>By the ladders of a <see cref="ParallelTemperingSampler"/>.</summary>
    ParallelTempering,
}
