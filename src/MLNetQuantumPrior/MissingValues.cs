namespace MLNetQuantumPrior;

/// <summary>What becomes of missing features, NaN.</summary>
public enum MissingValues
{
    /// <summary>They are an error, which names column, row and slot.</summary>
    Refuse,

    /// <summary>The mean of the slot's other training values stands for them: in training, in each transform and in ONNX files.</summary>
    Mean,
}
