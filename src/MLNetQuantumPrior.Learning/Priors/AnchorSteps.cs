namespace MLNetQuantumPrior.Learning;

/// <summary>
/// After which steps a running log Z is anchored: every 100 to 500, always after the last step of an epoch; of epochs with fewer steps,
/// after the last step of every so many.
/// </summary>
/// <param name="PerEpoch">Steps of an epoch.</param>
internal readonly record struct AnchorSteps(int PerEpoch)
{
    private const int Fewest = 100, Most = 500;

    public bool Contains(long step)
    {
        long period = (Fewest + PerEpoch - 1L) / PerEpoch * PerEpoch; // whole epochs
        long parts = (period + Most - 1) / Most, inPeriod = step % period;
        return (inPeriod + 1) * parts / period > inPeriod * parts / period;
    }
}
