namespace MLNetQuantumPrior.Sampling;

/// <summary>What <see cref="RescalingSampler"/> made of a request.</summary>
/// <param name="Beta">The inverse temperature of the answer: Scale times that of the request.</param>
/// <param name="Scale">1, or less where the device's ranges allowed no more.</param>
/// <param name="FieldFactor">What the fields were multiplied by, scale included.</param>
/// <param name="CouplingFactor">What the couplings were multiplied by, scale included.</param>
/// <param name="Inner">What the wrapped sampler reported about the multiplied model.</param>
public sealed record RescalingDiagnostics(
    double Beta, double Scale, double FieldFactor, double CouplingFactor, SamplerDiagnostics? Inner) : SamplerDiagnostics;
