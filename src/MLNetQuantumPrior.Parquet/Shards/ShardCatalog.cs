using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Generated rows as Parquet files that any number of processes and machines make together.</summary>
/// <remarks>
/// <para>
/// Rows have ids, and depend on them, the model and the seed alone. A shard holds the rows of <c>rowsPerShard</c> ids from a multiple of it
/// on, and its name says which. So each process makes the shards of some range, of any length; the bytes of a shard do not depend on who
/// made it, in which order and on how many threads. Shards are written beside and renamed, and those that are there are not made again:
/// when a process dies, its range is done once more, by anyone.
/// </para>
/// <para>
/// The last step is the same call for all ids: it makes what is missing, and writes the manifest of all. The folder's file _generation.json
/// says what the rows are made of; a call that would make others is refused. Columns are those of
/// <see cref="Microsoft.ML.ParquetCatalog.SaveAsParquet"/>.
/// </para>
/// </remarks>
public static class ShardCatalog
{
    /// <summary>Makes the shards of a range of row ids that are not there yet, then their manifest.</summary>
    /// <param name="synthesizer">Makes the rows, as <see cref="TableSynthesizer.GenerateRange"/> does.</param>
    /// <param name="folder">The folder, made where there is none; one that all processes share.</param>
    /// <param name="fromId">The first id, a multiple of <paramref name="rowsPerShard"/>.</param>
    /// <param name="toId">The id after the last, a multiple too, at most 2^48.</param>
    /// <param name="rowsPerShard">Rows of a shard, at least 1; those of 100,000 are in memory at a time.</param>
    /// <param name="seed">Seed of the rows. Null takes that of the fit. Default null.</param>
    /// <param name="maxDegreeOfParallelism">Most threads, at least 1. Null takes one per core. Default null.</param>
    /// <param name="progress">Receives the share of the shards that are there, from 0 to 1.</param>
    /// <param name="cancel">Ends the work; a shard that has been begun is removed.</param>
    /// <exception cref="ArgumentException">The range does not begin and end where shards do, or has more than 1,000,000.</exception>
    /// <exception cref="InvalidOperationException">
    /// The folder holds shards of another model, seed, version or length, or a column has a type that Parquet files do not get.
    /// </exception>
    /// <exception cref="InvalidDataException">A shard that is there is no Parquet file.</exception>
    /// <exception cref="IOException">A shard cannot be written.</exception>
    /// <example>
    /// <code>
    /// ShardManifest all = synthesizer.GenerateShards(folder, 0, 1000, rowsPerShard: 100);
    /// </code>
    /// </example>
    public static ShardManifest GenerateShards(
        this TableSynthesizer synthesizer,
        string folder,
        long fromId,
        long toId,
        int rowsPerShard,
        ulong? seed = null,
        int? maxDegreeOfParallelism = null,
        IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        int threads = maxDegreeOfParallelism ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(maxDegreeOfParallelism));
        return ShardWork.Run(folder, fromId, toId, rowsPerShard, () => ShardSource.Of(synthesizer, seed, threads), progress, cancel);
    }

    /// <summary>Makes the shards of a range of row ids that are not there yet, then their manifest.</summary>
    /// <param name="generator">
    /// Makes the rows, as <see cref="LatentGeneratorTransformer.GenerateRange"/> does, by its <see cref="GenerationOptions"/>, on so many
    /// threads as they say.
    /// </param>
    /// <param name="folder">The folder, made where there is none; one that all processes share.</param>
    /// <param name="fromId">The first id, a multiple of <paramref name="rowsPerShard"/>.</param>
    /// <param name="toId">The id after the last, a multiple too, at most 2^48.</param>
    /// <param name="rowsPerShard">Rows of a shard, at least 1; those of 100,000 are in memory at a time.</param>
    /// <param name="progress">Receives the share of the shards that are there, from 0 to 1.</param>
    /// <param name="cancel">Ends the work; a shard that has been begun is removed.</param>
    /// <exception cref="ArgumentException">The range does not begin and end where shards do, or has more than 1,000,000.</exception>
    /// <exception cref="InvalidOperationException">
    /// The folder holds shards of another model, other options, another version or length.
    /// </exception>
    /// <exception cref="InvalidDataException">A shard that is there is no Parquet file.</exception>
    /// <exception cref="IOException">A shard cannot be written.</exception>
    /// <example>
    /// <code>
    /// using LatentGeneratorTransformer generator = new(synthesizer.Model, new() { Seed = 1 });
    /// generator.GenerateShards(codes, 0, 200, rowsPerShard: 100);
    /// </code>
    /// </example>
    public static ShardManifest GenerateShards(
        this LatentGeneratorTransformer generator,
        string folder,
        long fromId,
        long toId,
        int rowsPerShard,
        IProgress<double>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return ShardWork.Run(folder, fromId, toId, rowsPerShard, () => ShardSource.Of(generator), progress, cancel);
    }
}
