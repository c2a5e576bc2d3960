using Orleans;

namespace MLNetQuantumPrior.Cluster;

/// <summary>Hands its range to the one worker of its silo.</summary>
public sealed class RangeGrain(SiloWorker worker) : Grain, IRangeGrain
{
    /// <inheritdoc/>
    public Task MakeAsync(RangeRequest request) => worker.RunAsync(this.GetPrimaryKeyLong(), request);
}
