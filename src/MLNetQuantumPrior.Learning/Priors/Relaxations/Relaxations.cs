namespace MLNetQuantumPrior.Learning;

/// <summary>What each <see cref="Relaxation"/> is made of.</summary>
internal static class Relaxations
{
    public static IRelaxedBits Bits(this Relaxation relaxation, double temperature) => relaxation switch
    {
        Relaxation.BinaryConcrete => new BinaryConcrete((float)temperature),
        Relaxation.StraightThrough => new HardBits<StraightThrough>(),
        Relaxation.ReinMax => new HardBits<ReinMax>(),
        _ => throw new ArgumentOutOfRangeException(nameof(relaxation), relaxation, "Expected a known relaxation."),
    };
}
