using System.Collections.Concurrent;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Independent pieces of work, each on one thread, a core for each.</summary>
internal static class SideBySide
{
    /// <summary>Results in the order of the items, which are begun in order.</summary>
    public static TResult[] Select<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, TResult> work)
    {
        var results = new TResult[items.Count];
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, items.Count), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            k => results[k] = work(items[k]));
        return results;
    }
}
