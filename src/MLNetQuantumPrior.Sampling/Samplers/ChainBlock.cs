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
    public static ChainBlock[] Split(int chains, int lanes)
    {
        var blocks = new List<ChainBlock>();
        for (int first = 0; first < chains; first += 4 * lanes)
        {
            int count = Math.Min(chains - first, 4 * lanes);
            blocks.Add(new(first, count, count <= lanes ? lanes : 4 * lanes));
        }

        return [.. blocks];
    }
}
