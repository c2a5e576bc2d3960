using System.Globalization;

namespace MLNetQuantumPrior;

/// <summary>The ids of a shard.</summary>
/// <param name="FromId">The first.</param>
/// <param name="ToId">The one after the last.</param>
internal readonly record struct ShardRange(long FromId, long ToId)
{
    /// <summary>Digits of the largest id, 2^48: so names are in the order of ids.</summary>
    private const int Digits = 15;

    /// <summary>Most shards of a call: their manifest is in memory, some 200 bytes each.</summary>
    private const int MostShards = 1_000_000;

    public string Name => $"rows-{Text(FromId)}-{Text(ToId)}.parquet";

    public static string Text(long id) => id.ToString($"D{Digits}", CultureInfo.InvariantCulture);

    /// <summary>The shards of a range of ids: the same ones whatever ranges they are parts of.</summary>
    /// <exception cref="ArgumentException">The range does not begin and end where shards do, or has too many of them.</exception>
    public static ImmutableArray<ShardRange> Of(long fromId, long toId, int rowsPerShard)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerShard, 1);
        RowIds.Check(fromId, toId);
        Check(fromId, rowsPerShard, nameof(fromId));
        Check(toId, rowsPerShard, nameof(toId));
        long count = (toId - fromId) / rowsPerShard;
        if (count > MostShards)
        {
            throw new ArgumentException(
                $"Range of ids: expected at most {MostShards} shards, got {count}. Take more rows for a shard, or several ranges.",
                nameof(toId));
        }

        var shards = ImmutableArray.CreateBuilder<ShardRange>((int)count);
        for (long first = fromId; first < toId; first += rowsPerShard)
        {
            shards.Add(new(first, first + rowsPerShard));
        }

        return shards.MoveToImmutable();
    }

    private static void Check(long id, int rowsPerShard, string name)
    {
        if (id % rowsPerShard != 0)
        {
            long below = id - (id % rowsPerShard);
            throw new ArgumentException(
                $"Ids of shards: expected a multiple of the {rowsPerShard} rows of a shard, such as {below} or {below + rowsPerShard}, " +
                $"got {id}.",
                name);
        }
    }
}
