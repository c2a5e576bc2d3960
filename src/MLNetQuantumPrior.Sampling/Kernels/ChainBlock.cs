namespace MLNetQuantumPrior.Sampling;

/// <summary>Consecutive chains that one thread advances in lock-step.</summary>
/// <param name="First">Index of the first chain.</param>
/// <param name="Count">Number of chains.</param>
/// <param name="Padded">Chains that the kernel advances, a full register or four; the last ones are padding.</param>
internal readonly record struct ChainBlock(int First, int Count, int Padded)
{
    /// <summary>
    /// Blocks of four registers, the last of one where that is enough: a block of four takes hardly longer than one of one.
    /// </summary>
    public static ChainBlock[] Split(int chains, int lanes) => Split(chains, lanes, registers: 4);

    /// <summary>Blocks as large as a kernel likes them, but at least one a thread where there are enough chains.</summary>
    public static ChainBlock[] Split(int chains, GibbsKernel kernel, SweepPlan plan, int threads)
    {
        int most = kernel.MostRegisters(plan);
        int share = (int)(((chains - 1L) / threads / kernel.Lanes) + 1);
        return Split(chains, kernel.Lanes, Math.Min(most, most < 4 ? most : RoundedUp(share, 4)));
    }

    /// <summary>Registers of all blocks.</summary>
    public static long Registers(ChainBlock[] blocks, GibbsKernel kernel) => blocks.Sum(block => (long)block.Padded) / kernel.Lanes;

    private static ChainBlock[] Split(int chains, int lanes, int registers)
    {
        var blocks = new List<ChainBlock>();
        for (int first = 0; first < chains; first += registers * lanes)
        {
            int count = Math.Min(chains - first, registers * lanes);
            blocks.Add(new(first, count, count <= lanes ? lanes : Math.Min(registers * lanes, RoundedUp(count, 4 * lanes))));
        }

        return [.. blocks];
    }

    private static int RoundedUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
