namespace MLNetQuantumPrior.Learning;

/// <summary>How the weights of networks are stored in an ONNX file.</summary>
public enum OnnxPrecision
{
    /// <summary>Single precision, as the model has them. Runtimes compute in single precision.</summary>
    Single,

    /// <summary>
    /// Half precision, converted to single when the file is loaded: half the size at the same speed, weights rounded to 11 significant
    /// bits. A layer with a weight beyond 65,504, the largest half, stays single. So do biases, normalisations and scaling.
    /// </summary>
    Half,

    /// <summary>
    /// Decoders of dense layers only: weights in 8 bits with a scale for each output, values between layers in 7 bits within fixed ranges,
    /// which are those of 1,024 draws of the model itself. Runtimes compute sums in integers, exactly: a quarter of the size, and faster
    /// than single precision, most of all on processors with VNNI. See docs/files.md for what it costs. Latents beyond the ranges are
    /// clipped, bits to [0, 1]; those that are not finite give NaN.
    /// </summary>
    Int8,
}
