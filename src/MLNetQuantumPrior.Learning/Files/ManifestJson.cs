using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The manifest as JSON, by code that is made at compile time, which trimmed and native applications keep. What differs from run to run of
/// one training is left out: times, and the number of threads.
/// </summary>
internal static class ManifestJson
{
    private static readonly JsonSerializerOptions Reproducible = new(ManifestContext.Default.Options)
    {
        TypeInfoResolver = ManifestContext.Default.WithAddedModifier(LeaveOut),
    };

    /// <summary>The manifest's form.</summary>
    public static JsonTypeInfo<ModelManifest> Manifest { get; } =
        (JsonTypeInfo<ModelManifest>)Reproducible.GetTypeInfo(typeof(ModelManifest));

    /// <summary>Adds what a training of an older release did not know, and what is left out.</summary>
    public static void AddDefaults(JsonObject manifest)
    {
        if (manifest["training"] is not JsonObject training)
        {
            return;
        }

        if (training["options"] is JsonObject options)
        {
            options.TryAdd("hardBitsFrom", 1); // soft bits to the end, as it was
            options.TryAdd("dynamicBinarization", true); // whatever the rows were
            JsonNode defaults = JsonSerializer.SerializeToNode(new(), ManifestContext.Default.TrainingOptions)!;
            foreach ((string name, JsonNode? value) in defaults.AsObject())
            {
                options.TryAdd(name, value?.DeepClone());
            }
        }

        if (training["epochs"] is JsonArray { Count: > 0 } epochs && epochs[^1] is JsonObject last)
        {
            training.TryAdd("modelEpoch", last["epoch"]?.DeepClone());
        }
    }

    private static void LeaveOut(JsonTypeInfo type)
    {
        string[] names = type.Type == typeof(EpochReport) ? ["seconds", "rowsPerSecond"]
            : type.Type == typeof(TrainingOptions) ? ["maxDegreeOfParallelism"]
            : [];
        foreach (JsonPropertyInfo property in type.Properties.Where(property => names.Contains(property.Name)))
        {
            property.ShouldSerialize = static (_, _) => false;
        }
    }
}

/// <summary>The code for the manifest's types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // R-hat may be infinite
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(CamelCaseName<ActivationFunction>),
        typeof(CamelCaseName<NegativePhaseKind>),
        typeof(CamelCaseName<PriorKind>),
        typeof(CamelCaseName<Relaxation>),
        typeof(CamelCaseName<StopReason>),
        typeof(CamelCaseName<TypeCode>),
    ])]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(AttributesEntry))]
internal sealed partial class ManifestContext : JsonSerializerContext;

/// <summary>Enumerations by name.</summary>
internal sealed class CamelCaseName<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
