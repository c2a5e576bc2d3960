using Microsoft.ML;

namespace MLNetQuantumPrior;

/// <summary>Makes the shards of a range of ids: those that are not there yet, then the manifest.</summary>
internal static class ShardWork
{
    /// <param name="folder">The folder, made where there is none.</param>
    /// <param name="fromId">The first id.</param>
    /// <param name="toId">The id after the last.</param>
    /// <param name="rowsPerShard">Rows of a shard.</param>
    /// <param name="open">Gives what makes the rows, when the range is known to be one.</param>
    /// <param name="progress">Receives the share of the shards that are there.</param>
    /// <param name="cancel">Ends the work.</param>
    public static ShardManifest Run(
        string folder,
        long fromId,
        long toId,
        int rowsPerShard,
        Func<ShardSource> open,
        IProgress<double>? progress,
        CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ImmutableArray<ShardRange> shards = ShardRange.Of(fromId, toId, rowsPerShard);
        ShardSource source = open();
        Directory.CreateDirectory(folder);
        var generation = new GenerationFile(folder, source, rowsPerShard);
        generation.Claim();
        var files = new ShardFolder(folder);
        for (int k = 0; k < shards.Length; k++)
        {
            cancel.ThrowIfCancellationRequested();
            ShardRange shard = shards[k];
            if (!files.Has(shard))
            {
                IDataView rows = source.Rows(shard.FromId, shard.ToId);
                ImmutableArray<ParquetCell> cells = ParquetCell.Of(rows.Schema);
                files.Write(shard.Name, stream => ParquetWriting.Write(stream, rows, cells, progress: null, cancel));
            }

            progress?.Report((k + 1) / (double)shards.Length);
        }

        generation.Check(); // where renaming cannot refuse to replace, two processes may each have taken the folder for theirs
        var manifest = new ShardManifest(generation.Content, fromId, toId,
        [
            .. shards.Select(shard =>
            {
                cancel.ThrowIfCancellationRequested();
                return new Shard(shard.Name, shard.FromId, rowsPerShard, files.Sum(shard));
            }),
        ]);
        files.Write(manifest.Name, stream => stream.Write(manifest.Write()));
        files.Tidy();
        return manifest;
    }
}
