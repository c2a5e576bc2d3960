namespace MLNetQuantumPrior.Learning;

/// <summary>How to train a BM-VAE. The defaults are the recipe measured best on MNIST.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the data, at least 1. Default 12.</summary>
    public int Epochs { get; init; } = 12;

    /// <summary>Rows of one step, at least 1; the last step of an epoch may have fewer. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's step size for networks and prior, above 0; falls linearly to 0 over the second half of the training. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Final weight of the KL term, at least 0; 1 trains the evidence lower bound. Default 1.</summary>
    public double KlWeight { get; init; } = 1;

    /// <summary>Epochs over which the KL weight rises linearly from 0, at least 0; shortened to a third of <see cref="Epochs"/> when that is less. Default 4.</summary>
    public double KlWarmUpEpochs { get; init; } = 4;

    /// <summary>Temperature of the relaxed bits while training, above 0. Default 0.5.</summary>
    public double Temperature { get; init; } = 0.5;

    /// <summary>Persistent chains of the negative phase, at least 1. Default 256.</summary>
    public int Chains { get; init; } = 256;

    /// <summary>Draw each training row's binary values anew in each epoch, with its features as probabilities. Default true; false trains on the features themselves.</summary>
    public bool DynamicBinarization { get; init; } = true;

    /// <summary>Most threads for the prior's own sums, at least 1; engine and sampler have options of their own. The model does not depend on it. Default: all cores.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Throws when an option is out of its range.</summary>
    internal void Validate()
    {
        Check(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
        Check(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Check(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), "a finite number above 0", LearningRate);
        Check(double.IsFinite(KlWeight) && KlWeight >= 0, nameof(KlWeight), "a finite number of at least 0", KlWeight);
        Check(double.IsFinite(KlWarmUpEpochs) && KlWarmUpEpochs >= 0, nameof(KlWarmUpEpochs), "a finite number of at least 0", KlWarmUpEpochs);
        Check(double.IsFinite(Temperature) && Temperature > 0, nameof(Temperature), "a finite number above 0", Temperature);
        Check(Chains >= 1, nameof(Chains), "at least 1", Chains);
        Check(MaxDegreeOfParallelism >= 1, nameof(MaxDegreeOfParallelism), "at least 1", MaxDegreeOfParallelism);

        static void Check(bool holds, string name, string expected, object got)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(name, got, $"Option '{name}': expected {expected}, got {FormattableString.Invariant($"{got}")}.");
            }
        }
    }
}
