using Orleans;

namespace MLNetQuantumPrior.Cluster;

/// <summary>Has a cluster make the rows of all ids, and asks again where a range fails, as when its silo dies.</summary>
public sealed class RangeDriver(IGrainFactory grains)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int _repeated;

    /// <summary>Most times that one range is asked for: an error that stays is none of the cluster.</summary>
    public int MostAttempts { get; init; } = 10;

    /// <summary>Ranges that are asked for at the same time: a few for each silo, so that none waits.</summary>
    public int Width { get; init; } = 6;

    /// <summary>How many times a range was asked for again.</summary>
    public int Repeated => _repeated;

    /// <summary>Returns when all shards are there.</summary>
    /// <param name="folder">The folder of the shards.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="rowsPerRange">Rows of one range, so of one call: a few seconds of work, as one that is lost is done again.</param>
    /// <param name="rowsPerShard">Rows of a shard, a divisor of those of a range.</param>
    /// <param name="done">Called after each range, from any thread.</param>
    /// <param name="cancel">Ends the asking.</param>
    public Task RunAsync(
        string folder, long rows, int rowsPerRange, int rowsPerShard, Action? done = null, CancellationToken cancel = default)
    {
        int ranges = (int)((rows + rowsPerRange - 1) / rowsPerRange);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancel };
        return Parallel.ForAsync(0, ranges, options, async (range, _) =>
        {
            long fromId = (long)range * rowsPerRange;
            var request = new RangeRequest(folder, Math.Min(fromId + rowsPerRange, rows), rowsPerShard);
            await RangeAsync(fromId, request, cancel);
            done?.Invoke();
        });
    }

    private async Task RangeAsync(long fromId, RangeRequest request, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await grains.GetGrain<IRangeGrain>(fromId).MakeAsync(request);
                return;
            }
            catch (Exception) when (attempt < MostAttempts && !cancel.IsCancellationRequested)
            {
                Interlocked.Increment(ref _repeated);
                await Task.Delay(Pause, cancel);
            }
        }
    }
}
