namespace MLNetQuantumPrior.Demo;

/// <summary>How images of digits are trained.</summary>
internal static class DigitOptions
{
    public static BmVaeEstimator.Options Of(int latents, int epochs, int seed, CancellationToken cancel) => new()
    {
        LabelColumnName = "Label",
        LatentSize = latents,
        Training = new() { Epochs = epochs },
        Seed = (ulong)seed,
        CancellationToken = cancel,
    };
}
