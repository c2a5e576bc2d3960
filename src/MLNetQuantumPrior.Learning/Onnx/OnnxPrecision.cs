namespace MLNetQuantumPrior.Learning;

/// <summary>How the weights of networks are stored in an ONNX file. Runtimes compute in single precision either way.</summary>
public enum OnnxPrecision
{
    /// <summary>Single precision, as the model has them.</summary>
    Single,

    /// <summary>
    /// Half precision, converted to single when the file is loaded: half the size at the same speed, weights rounded to 11 significant
    /// bits. A layer with a weight beyond 65,504, the largest half, stays single. So do biases, normalisations and scaling.
    /// </summary>
    Half,
}
