using Orleans;

namespace MLNetQuantumPrior.Cluster;

/// <summary>Makes the shards of a range of row ids, on whichever silo it lives; its key is the first id.</summary>
public interface IRangeGrain : IGrainWithIntegerKey
{
    /// <summary>Makes those that are not there yet. To ask again does no harm.</summary>
    Task MakeAsync(RangeRequest request);
}

/// <summary>What to make.</summary>
/// <param name="Folder">The folder of all shards, which all silos share.</param>
/// <param name="ToId">The id after the last.</param>
/// <param name="RowsPerShard">Rows of a shard.</param>
[GenerateSerializer]
public sealed record RangeRequest([property: Id(0)] string Folder, [property: Id(1)] long ToId, [property: Id(2)] int RowsPerShard);
