using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Build;

/// <summary>What a portable pdb says of the sources of its assembly.</summary>
/// <param name="Id">What the assembly names to find it.</param>
/// <param name="Links">Where sources are: the path of each, or of a folder with a * for what is in it, and its address.</param>
internal sealed record DebugSymbols(
    BlobContentId Id, ImmutableArray<SourceDocument> Sources, IReadOnlyDictionary<string, string> Links)
{
    // The two kinds of the portable pdb format's custom debug information that concern sources.
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSourceKind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private sealed record SourceLinkJson([property: JsonPropertyName("documents")] Dictionary<string, string> Documents);

    /// <summary>Whether a debugger finds a source: in the pdb, or by a link.</summary>
    public bool Finds(SourceDocument source) => source.Embedded || Links.Keys.Any(path =>
        path.EndsWith('*') ? source.Path.StartsWith(path[..^1], StringComparison.Ordinal) : source.Path == path);

    /// <exception cref="BadImageFormatException">It is no portable pdb.</exception>
    public static DebugSymbols Read(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(pdb));
        MetadataReader reader = provider.GetMetadataReader();
        SourceDocument[] sources =
        [
            .. reader.Documents.Select(handle => new SourceDocument(
                reader.GetString(reader.GetDocument(handle).Name), Custom(handle, EmbeddedSourceKind).Length > 0)),
        ];
        byte[] links = Custom(EntityHandle.ModuleDefinition, SourceLinkKind);
        return new(
            new(reader.DebugMetadataHeader!.Id),
            [.. sources],
            links.Length > 0 ? JsonSerializer.Deserialize<SourceLinkJson>(links)!.Documents : []);

        byte[] Custom(EntityHandle parent, Guid kind) =>
        [
            .. from handle in reader.GetCustomDebugInformation(parent)
               let information = reader.GetCustomDebugInformation(handle)
               where reader.GetGuid(information.Kind) == kind
               from value in reader.GetBlobBytes(information.Value)
               select value,
        ];
    }
}
