namespace MLNetQuantumPrior.Learning;

/// <summary>Which stream serves which purpose, so that no two share random numbers.</summary>
internal static class RandomUse
{
    private const int PurposeBits = 56;

    /// <summary>The prior's couplings before training.</summary>
    public static ulong InitialCouplings => Stream(0, 0);

    /// <summary>The order of rows in an epoch.</summary>
    public static ulong RowOrder(int epoch) => Stream(1, epoch);

    /// <summary>Binarisation and latent noise of a training step.</summary>
    public static ulong Step(long step) => Stream(2, step);

    /// <summary>Seed of the sampler in a training step.</summary>
    public static ulong Chains(ulong seed, long step) => seed ^ (Stream(3, step) * 0x9e3779b97f4a7c15);

    /// <summary>The fixed binarisation of a row in an evaluation.</summary>
    public static ulong Binarization(long row) => Stream(4, row);

    /// <summary>The bits drawn for a row in an evaluation.</summary>
    public static ulong PosteriorSample(long row) => Stream(5, row);

    private static ulong Stream(int purpose, long index) => ((ulong)purpose << PurposeBits) | (ulong)index;
}
