namespace MLNetQuantumPrior;

/// <summary>What becomes of missing features, NaN.</summary>
public enum MissingValues
{
    /// <summary>They are an error, which names column, row and slot.</summary>
    Refuse,

    /// <summary>The mean of the slot's other training values stands for them: in training, in each transform and in ONNX files.</summary>
    Mean,

    /// <summary>
    /// Being missing is a value like others, which the model learns: generated rows have NaN as often and where it belongs, and so have
    /// reconstructions. With <see cref="Learning.FeatureScaling.Quantiles"/> only. In slots where no training value is missing, the mean
    /// stands for NaN in later rows.
    /// </summary>
    Modelled,
}
