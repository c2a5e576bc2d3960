namespace MLNetQuantumPrior.Sampling;

/// <summary>Spreads the blocks of chains over the cores.</summary>
internal static class Cores
{
    /// <summary>Calls <paramref name="run"/> once for each block, on at most so many threads.</summary>
    public static void ForEach<TBlock>(TBlock[] blocks, int threads, CancellationToken cancel, Action<TBlock> run)
    {
        if (blocks.Length == 1 || threads == 1)
        {
            Array.ForEach(blocks, run);
            return;
        }

        Parallel.ForEach(blocks, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, run);
    }
}
