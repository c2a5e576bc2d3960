namespace MLNetQuantumPrior.Learning;

/// <summary>
/// After which steps a running log Z is anchored and chains are drawn again: at even intervals, always after the last step of an epoch; of
/// epochs with fewer steps, after the last step of every so many.
/// </summary>
/// <param name="PerEpoch">Steps of an epoch.</param>
/// <param name="Fewest">Fewest steps of an interval.</param>
/// <param name="Most">Most steps of an interval, or the steps of an epoch where that is less than <paramref name="Fewest"/>.</param>
internal readonly record struct AnchorSteps(int PerEpoch, int Fewest = 100, int Most = 500)
{
    /// <summary>
    /// A draw of n spins by population annealing takes some 2 to 20 steps' time, the more the larger n: every n steps it costs a few
    /// percent. Smaller machines learn as fast, so less than 16 steps between draws would gain nothing.
    /// </summary>
    public static AnchorSteps OfMachine(int perEpoch, int spins)
    {
        int fewest = Math.Clamp(spins, 16, 330);
        return new(perEpoch, fewest, fewest * 3 / 2);
    }

    /// <summary>Most steps from one to the next.</summary>
    public int MostApart => (int)((Period + Parts - 1) / Parts);

    private long Period => (Fewest + PerEpoch - 1L) / PerEpoch * PerEpoch; // whole epochs

    private long Parts => (Period + Most - 1) / Most;

    public bool Contains(long step)
    {
        long inPeriod = step % Period;
        return (inPeriod + 1) * Parts / Period > inPeriod * Parts / Period;
    }
}
