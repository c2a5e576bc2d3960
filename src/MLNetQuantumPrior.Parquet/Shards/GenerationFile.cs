using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;

namespace MLNetQuantumPrior;

/// <summary>
/// The file _generation.json of a folder of shards: what its rows depend on beside their ids. Whoever comes first writes it, and all others
/// must want the same.
/// </summary>
internal sealed class GenerationFile
{
    public const string Name = $"{ShardFolder.Aside}generation.json";

    private readonly string _path;

    public GenerationFile(string folder, ShardSource source, int rowsPerShard)
    {
        _path = Path.Combine(folder, Name);
        var content = new JsonObject
        {
            ["library"] = Version(typeof(TableSynthesizer)),
            ["parquet"] = Version(typeof(ParquetWriter)),
            ["generator"] = source.Kind,
            ["model"] = source.Digest,
            ["seed"] = source.Seed,
            ["settings"] = source.Settings?.DeepClone(),
            ["rowsPerShard"] = rowsPerShard,
        };
        Content = JsonSerializer.Serialize(content, ShardJson.Default.JsonObject) + "\n";
    }

    /// <summary>What it should hold.</summary>
    public string Content { get; }

    /// <summary>Writes it where there is none, and checks that it is as it should be.</summary>
    /// <exception cref="InvalidOperationException">The folder holds shards of something else.</exception>
    public void Claim()
    {
        if (!File.Exists(_path))
        {
            string beside = Path.Combine(Path.GetDirectoryName(_path)!, $"{ShardFolder.Aside}{Name}.{Guid.NewGuid():N}");
            try
            {
                File.WriteAllText(beside, Content);
                File.Move(beside, _path, overwrite: false);
            }
            catch (IOException) when (File.Exists(_path))
            {
                File.Delete(beside); // another process was faster
            }
        }

        Check();
    }

    /// <exception cref="InvalidOperationException">The folder holds shards of something else.</exception>
    public void Check()
    {
        string there = File.ReadAllText(_path);
        if (there != Content)
        {
            throw new InvalidOperationException(
                $"Folder of shards '{Path.GetDirectoryName(_path)}': expected shards of the same rows, got others: " +
                $"{Difference(there)}. Take another folder.");
        }
    }

    private string Difference(string there)
    {
        try
        {
            JsonObject own = JsonNode.Parse(Content)!.AsObject(), other = JsonNode.Parse(there)!.AsObject();
            return string.Join("; ", own.Select(pair => pair.Key).Union(other.Select(pair => pair.Key))
                .Where(name => !JsonNode.DeepEquals(own[name], other[name]))
                .Select(name => $"{name} {Text(other[name])} instead of {Text(own[name])}"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return $"its {Name} is damaged";
        }
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "none";

    /// <summary>The version that was released; what follows a plus names a commit.</summary>
    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
