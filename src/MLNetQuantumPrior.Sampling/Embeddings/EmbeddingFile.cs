using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Embeddings as JSON: an object with the properties format "embedding", version 1, source and target (the graphs' names), and chains: for
/// each source label an array of target labels. The graphs themselves are not in it; they are given when it is read.
/// </summary>
public static class EmbeddingFile
{
    /// <summary>Writes an embedding. The file is there as a whole or not at all.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="embedding">What to write.</param>
    public static void Write(string path, Embedding embedding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(embedding);
        SpinGraph source = embedding.Source;
        var content = new EmbeddingJson
        {
            Format = EmbeddingJson.ThisFormat,
            Version = EmbeddingJson.ThisVersion,
            Source = source.Name,
            Target = embedding.Target.Name,
            Chains = new(Enumerable.Range(0, source.SpinCount).ToDictionary(i => source.Labels[i], i => embedding.Chains[i].ToArray())),
        };
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, content, EmbeddingJsonContext.Default.EmbeddingJson));
    }

    /// <summary>Reads an embedding and checks it edge by edge on the graphs of today: a processor's may have changed since.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The graph of the models, with the labels of the file.</param>
    /// <param name="target">The graph of the processor.</param>
    /// <exception cref="InvalidDataException">The file is not of this form, or its chains are no embedding of these graphs.</exception>
    public static Embedding Read(string path, SpinGraph source, SpinGraph target)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        using FileStream stream = File.OpenRead(path);
        EmbeddingJson content;
        try
        {
            content = JsonSerializer.Deserialize(stream, EmbeddingJsonContext.Default.EmbeddingJson) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: expected an embedding in JSON, got another text. {error.Message}", error);
        }

        if (content.Format != EmbeddingJson.ThisFormat || content.Version != EmbeddingJson.ThisVersion)
        {
            throw new InvalidDataException(
                $"{path}: expected the format {EmbeddingJson.ThisFormat}, version {EmbeddingJson.ThisVersion}, " +
                $"got {content.Format}, {content.Version}.");
        }

        bool hasLabels = content.Chains.Count == source.SpinCount && source.Labels.All(content.Chains.ContainsKey);
        if (!hasLabels || content.Chains.ContainsValue(null!))
        {
            throw new InvalidDataException(
                $"{path}: expected chains for the {source.SpinCount} labels of {source}, got chains for {content.Chains.Count} labels of " +
                $"{content.Source}.");
        }

        try
        {
            return new(source, target, source.Labels.Select(label => content.Chains[label]));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}, made for {content.Target}: {error.Message}", error);
        }
    }
}

/// <summary>The properties of an embedding's file.</summary>
internal sealed record EmbeddingJson
{
    public const string ThisFormat = "embedding";
    public const int ThisVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required SortedDictionary<int, int[]> Chains { get; init; }
}

/// <summary>How <see cref="EmbeddingJson"/> is read and written, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(EmbeddingJson))]
internal sealed partial class EmbeddingJsonContext : JsonSerializerContext;
