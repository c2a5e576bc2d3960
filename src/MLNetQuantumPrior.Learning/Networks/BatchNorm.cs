namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015): y = scale (x - mean) / sqrt(variance + 1e-5) + shift, per channel of an image, per value
/// of a plain row. Shapes stay.
/// </summary>
/// <remarks>
/// A training step takes mean and variance of its batch, and moves the running ones a tenth of the way to them (the variance with n - 1 in
/// the divisor; it stays when n is 1). Everything else takes the running ones. Parameters, in this order, each of shape [Channels]: scale,
/// starts at 1; shift, at 0; running mean, at 0; running variance, at 1. The last two are not trained: their gradient is 0.
/// </remarks>
/// <param name="Channels">Channels of an image, or values of a row; at least 1.</param>
public sealed record BatchNorm(int Channels) : Layer
{
    internal const float Epsilon = 1e-5f;

    /// <summary>How far the running statistics move to those of a batch.</summary>
    internal const float Momentum = 0.1f;

    internal override ImmutableArray<LayerTensor> Tensors =>
    [
        new("scale", [Channels]) { Start = 1 },
        new("shift", [Channels]),
        new("mean", [Channels]) { IsTrained = false },
        new("variance", [Channels]) { Start = 1, IsTrained = false },
    ];

    internal override RowShape OutputShape(RowShape input) => input.Channels == Channels && Channels >= 1
        ? input
        : throw Expected($"{Channels} channels, at least 1", input);
}
