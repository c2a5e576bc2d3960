namespace MLNetQuantumPrior.Learning;

/// <summary>A training as it stands at a report.</summary>
/// <param name="Report">What the passes over the data showed.</param>
/// <param name="Model">The model of this moment, whether or not it is the best so far.</param>
public sealed record TrainingSnapshot(EpochReport Report, BmVaeModel Model);
