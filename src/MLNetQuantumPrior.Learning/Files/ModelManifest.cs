using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>The entry manifest.json of a model file.</summary>
/// <param name="Format">Always "bmvae".</param>
/// <param name="FormatVersion">
/// A reader refuses what is newer than itself. 1: all features are Bernoulli. 2: there may be a likelihood. 3: classes are in an entry of
/// their own, and there may be a kind of prior. 4: there are quantiles, in an entry of their own. 5: outputs have a range. Files are of
/// version 3 where they need no newer one.
/// </param>
/// <param name="Encoder">
/// Layers from features to logits; their weights are in encoder.onnx, under the names of <see cref="ParameterBlock"/>.
/// </param>
/// <param name="Decoder">Layers from bits to features; weights in decoder.onnx.</param>
/// <param name="ScalingMinimum">What becomes 0, one a feature: <see cref="SlotScaling.Offset"/>.</param>
/// <param name="ScalingRange">How much above it becomes 1, one a feature: <see cref="SlotScaling.Unit"/>.</param>
/// <param name="SlotNames">Names of the features, or none.</param>
/// <param name="Graph">What the prior's graph is called; empty without one.</param>
/// <param name="Classes">Names of the classes, in order.</param>
/// <param name="Training">How the model was trained.</param>
/// <param name="Sha256">Checksum of each other entry, hexadecimal, by its name.</param>
/// <param name="Likelihood">Groups of features, in order; null, as before version 2: all Bernoulli.</param>
/// <param name="LearnedVariances">The likelihood's own parameters, as many as it has.</param>
/// <param name="Prior">The kind of prior.</param>
/// <param name="Missing">What stands for missing features, <see cref="SlotScaling.Missing"/>; null for nothing.</param>
/// <param name="Label">The label column of the classes; null where it is not known, as in files of older releases.</param>
/// <param name="OutputRange">What features that come back are kept within, <see cref="SlotScaling.OutputRange"/>; null for nothing.</param>
internal sealed record ModelManifest(
    string Format,
    int FormatVersion,
    ImmutableArray<LayerEntry> Encoder,
    ImmutableArray<LayerEntry> Decoder,
    ImmutableArray<float> ScalingMinimum,
    ImmutableArray<float> ScalingRange,
    ImmutableArray<string> SlotNames,
    string Graph,
    ImmutableArray<string> Classes,
    TrainingRun? Training,
    ImmutableSortedDictionary<string, string> Sha256,
    ImmutableArray<SlotGroupEntry>? Likelihood = null,
    ImmutableArray<float>? LearnedVariances = null,
    PriorKind Prior = PriorKind.Boltzmann,
    ImmutableArray<float>? Missing = null,
    ModelLabel? Label = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FeatureRange? OutputRange = null)
{
    public const string FormatName = "bmvae";
    public const int NewestVersion = 5;

    /// <summary>The first version with an entry of its own for classes.</summary>
    public const int ClassesVersion = 3;

    /// <summary>The first version with quantiles.</summary>
    public const int QuantilesVersion = 4;

    /// <summary>The first version with a range of outputs, which an older reader would leave out.</summary>
    public const int OutputRangeVersion = 5;

    /// <exception cref="InvalidOperationException">It is longer than a reader takes.</exception>
    public byte[] Write()
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Manifest);
        int most = ModelEntry.LargestSize(ModelEntry.Manifest);
        return content.Length <= most ? content : throw new InvalidOperationException(
            $"Model file: expected a manifest of at most {most} bytes, got {content.Length}. Shorten the names of slots.");
    }

    /// <exception cref="InvalidDataException">It is no manifest of a version that this reader knows.</exception>
    public static ModelManifest Read(byte[] content)
    {
        try
        {
            JsonNode? manifest = JsonNode.Parse(content);
            if (CheckVersion(manifest) == 1)
            {
                FirstManifest.Upgrade(manifest!.AsObject());
            }

            NestedReports.Upgrade(manifest!.AsObject());
            ManifestJson.AddDefaults(manifest.AsObject());
            return manifest.Deserialize(ManifestJson.Manifest)!;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"manifest.json: expected the fields of format version {NewestVersion}, got {error.Message}", error);
        }
    }

    private static int CheckVersion(JsonNode? manifest)
    {
        int version = 0;
        bool isOurs = manifest is JsonObject fields
            && fields["format"] is JsonValue format && format.TryGetValue(out string? name) && name == FormatName
            && fields["formatVersion"] is JsonValue number && number.TryGetValue(out version);
        if (!isOurs || version < 1)
        {
            throw new InvalidDataException($"manifest.json: expected format '{FormatName}' and a version, got something else.");
        }

        return version <= NewestVersion
            ? version
            : throw new InvalidDataException(
                $"manifest.json: expected format version {NewestVersion} or older, got {version}. " +
                "Read it with a newer release of MLNetQuantumPrior.");
    }
}
