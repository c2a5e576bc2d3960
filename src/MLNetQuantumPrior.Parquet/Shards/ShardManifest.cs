using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior;

/// <summary>The shards of a range of row ids, with what they were made of: the file _manifest-FROM-TO.json in their folder.</summary>
/// <remarks>It is written when all of them are there. The same rows have the same manifest, whoever wrote it.</remarks>
/// <example>
/// <code>
/// ShardManifest all = synthesizer.GenerateShards(folder, 0, 1000, rowsPerShard: 100);
/// </code>
/// </example>
public sealed class ShardManifest
{
    internal ShardManifest(string generation, long fromId, long toId, ImmutableArray<Shard> shards) =>
        (Generation, FromId, ToId, Shards) = (generation, fromId, toId, shards);

    /// <summary>The id of the first row.</summary>
    public long FromId { get; }

    /// <summary>The id after that of the last row.</summary>
    public long ToId { get; }

    /// <summary>How many rows there are, one for each id.</summary>
    public long Rows => ToId - FromId;

    /// <summary>The shards, in the order of their ids.</summary>
    public ImmutableArray<Shard> Shards { get; }

    /// <summary>What the rows depend on beside their ids, as JSON: the folder's file _generation.json.</summary>
    public string Generation { get; }

    /// <summary>Name of the file.</summary>
    public string Name => $"{ShardFolder.Aside}manifest-{ShardRange.Text(FromId)}-{ShardRange.Text(ToId)}.json";

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        new ManifestContent(FromId, ToId, Rows, JsonNode.Parse(Generation)!, Shards), ShardJson.Default.ManifestContent);
}

/// <summary>A shard: a Parquet file of the rows of some ids.</summary>
/// <param name="Name">Its name in the folder, by its first id and the one after its last.</param>
/// <param name="FromId">The id of its first row.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Sha256">SHA-256 of the file, hexadecimal.</param>
/// <example>
/// <code>
/// Shard first = all.Shards[0];
/// </code>
/// </example>
public sealed record Shard(string Name, long FromId, long Rows, string Sha256);

/// <summary>A manifest as it is written.</summary>
internal sealed record ManifestContent(long FromId, long ToId, long Rows, JsonNode Generation, ImmutableArray<Shard> Shards);

/// <summary>JSON of shards, by code that is made at compile time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NewLine = "\n")]
[JsonSerializable(typeof(ManifestContent))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ShardJson : JsonSerializerContext;
