using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>What a synthesizer file says of itself, as JSON.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="FormatVersion">Version of the form.</param>
/// <param name="Rows">Rows of the training table.</param>
/// <param name="Seed">Seed of the fit.</param>
/// <param name="Layout">The table's columns.</param>
/// <param name="Sha256">SHA-256 of each other entry, by its name.</param>
internal sealed record SynthesizerManifest(
    string Format,
    int FormatVersion,
    long Rows,
    ulong Seed,
    ImmutableArray<LayoutColumn> Layout,
    ImmutableSortedDictionary<string, string> Sha256)
{
    public const string FormatName = "MLNetQuantumPrior.TableSynthesizer";
    public const int NewestVersion = 1;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, SynthesizerJson.Default.SynthesizerManifest);

    /// <exception cref="InvalidDataException">It is no manifest of a version that this release knows.</exception>
    public static SynthesizerManifest Read(byte[] content)
    {
        try
        {
            SynthesizerManifest? manifest = JsonSerializer.Deserialize(content, SynthesizerJson.Default.SynthesizerManifest);
            Expect(manifest?.Format == FormatName, $"format '{FormatName}', got '{manifest?.Format}'");
            Expect(
                manifest!.FormatVersion is >= 1 and <= NewestVersion,
                $"format version {NewestVersion} or older, got {manifest.FormatVersion}. " +
                "Read it with a newer release of MLNetQuantumPrior");
            Expect(!manifest.Layout.IsDefaultOrEmpty && manifest.Layout.All(IsWhole), "columns with what their kinds and types need");
            Expect(manifest.Sha256 is not null, "checksums");
            Expect(manifest.Layout.Select(column => column.Name).Distinct().Count() == manifest.Layout.Length, "different column names");
            return manifest;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"manifest.json: expected the fields of format version {NewestVersion}, got {error.Message}", error);
        }
    }

    private static bool IsWhole(LayoutColumn column) =>
        column is { Name.Length: > 0, Unit: >= 1, Slots: >= 1, Categories.IsDefault: false, SlotNames.IsDefault: false }
        && Enum.IsDefined(column.Kind)
        && column.Type is TypeCode.Boolean or TypeCode.String or TypeCode.DateTime or (>= TypeCode.SByte and <= TypeCode.Double)
        && (column.SlotNames.IsEmpty || column.SlotNames.Length == column.Slots)
        && column.Kind switch
        {
            LayoutKind.Category => column.AreCategoriesOfType(),
            LayoutKind.Date => column.Type == TypeCode.DateTime && column.Origin is >= 0 and <= 3155378975999999999, // ticks of DateTime
            LayoutKind.Vector => column.Type == TypeCode.Single,
            LayoutKind.Identifier => column.Type != TypeCode.Boolean,
            _ => column.Type is >= TypeCode.SByte and <= TypeCode.Double,
        };

    private static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidDataException($"manifest.json: expected {expected}.");
        }
    }
}

/// <summary>JSON of manifests, by code that is made at compile time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    Converters = [typeof(CamelCaseName<LayoutKind>), typeof(CamelCaseName<TypeCode>)],
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SynthesizerManifest))]
internal sealed partial class SynthesizerJson : JsonSerializerContext;
