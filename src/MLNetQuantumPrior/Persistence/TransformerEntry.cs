using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>What a transformer writes of itself beside its model, as JSON.</summary>
/// <param name="Version">A reader refuses what is newer than itself.</param>
/// <param name="Encoder">Settings of a <see cref="BmVaeTransformer"/>; null for none.</param>
/// <param name="Generator">Settings of a <see cref="LatentGeneratorTransformer"/>; null for none.</param>
/// <param name="Imputer">A <see cref="MissingValueImputingTransformer"/>; null for none.</param>
/// <param name="Filler">A <see cref="FeatureFillingTransformer"/>; null for none.</param>
/// <param name="Editor">A <see cref="FeatureEditingTransformer"/>; null for none.</param>
internal sealed record TransformerEntry(
    int Version,
    EncoderEntry? Encoder = null,
    GeneratorEntry? Generator = null,
    ImputerEntry? Imputer = null,
    FillerEntry? Filler = null,
    EditorEntry? Editor = null)
{
    /// <summary>
    /// 2 knows <see cref="BmVaeColumns.OutlierMeasure"/>, 3 a reconstruction that is 0 for exact rows, measures beside the
    /// first four, and options of generation that are left to the model.
    /// </summary>
    public const int NewestVersion = 3;

    /// <summary>The first version that knows imputers; a file of another transformer is of <see cref="NewestVersion"/>.</summary>
    public const int ImputerVersion = 4;

    /// <summary>
    /// The first version that knows attributes, fillers and editors; a generator of a model without attributes is of
    /// <see cref="NewestVersion"/>.
    /// </summary>
    public const int AttributesVersion = 5;

    /// <summary>The first version whose reconstruction is 0 for exact rows.</summary>
    public const int DivergenceVersion = 3;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutThreads),
    };

    /// <summary>The same model makes the same file on a machine of more cores.</summary>
    private static void LeaveOutThreads(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.Where(property => property.Name == "maxDegreeOfParallelism"))
        {
            property.ShouldSerialize = static (_, _) => false;
        }

        // As files of older releases, where nothing is said of attributes.
        foreach (JsonPropertyInfo property in type.Properties.Where(_ => type.Type == typeof(GenerationOptions)))
        {
            property.ShouldSerialize = property.Name switch
            {
                "attributes" => static (options, _) => !((GenerationOptions)options).Attributes.IsEmpty,
                "attributeStrength" => static (_, value) => !Equals(value, new GenerationOptions().AttributeStrength),
                _ => property.ShouldSerialize,
            };
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">It is not of a version that this release knows.</exception>
    public static TransformerEntry Read(byte[] content)
    {
        try
        {
            JsonNode? json = JsonNode.Parse(content);
            int version = json?["version"]?.GetValue<int>() ?? 0;
            return version is >= 1 and <= AttributesVersion
                ? json.Deserialize<TransformerEntry>(Json)!
                : throw new InvalidDataException(
                    $"transformer.json: expected version {AttributesVersion} or older, got {version}. " +
                    "Read it with a newer release of MLNetQuantumPrior.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"transformer.json: expected the settings of a transformer: {error.Message}", error);
        }
    }
}

/// <summary>Settings of a <see cref="BmVaeTransformer"/>.</summary>
internal sealed record EncoderEntry(string OutputColumnName, string InputColumnName, string? LabelColumnName, BmVaeColumns Columns);

/// <summary>Settings of a <see cref="LatentGeneratorTransformer"/>.</summary>
internal sealed record GeneratorEntry(string OutputColumnName, string LabelColumnName, string? EnergyColumnName, GenerationOptions Options);

/// <summary>A <see cref="MissingValueImputingTransformer"/>.</summary>
/// <param name="Synthesizer">Its synthesizer, as a file.</param>
/// <param name="Options">Its settings.</param>
internal sealed record ImputerEntry(byte[] Synthesizer, ImputationOptions Options);

/// <summary>Settings of a <see cref="FeatureFillingTransformer"/>.</summary>
internal sealed record FillerEntry(FeatureFillingEstimator.Options Options);

/// <summary>Settings of a <see cref="FeatureEditingTransformer"/>.</summary>
internal sealed record EditorEntry(FeatureEditingEstimator.Options Options);
