namespace MLNetQuantumPrior.Cluster;

/// <summary>
/// The computing of a silo: one range at a time, on fewer threads than there are cores. A silo that leaves no core for answering the probes
/// of others counts as dead.
/// </summary>
public sealed class SiloWorker(TableSynthesizer synthesizer) : IDisposable
{
    private static readonly int Threads = Math.Max(1, Environment.ProcessorCount - 1);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Makes a range outside of Orleans' own threads.</summary>
    public async Task RunAsync(long fromId, RangeRequest request)
    {
        await _turn.WaitAsync();
        try
        {
            await Task.Run(() => synthesizer.GenerateShards(
                request.Folder, fromId, request.ToId, request.RowsPerShard, maxDegreeOfParallelism: Threads));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
