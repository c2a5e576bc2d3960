using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>An attribute, as the metadata of an editor's ONNX file have it.</summary>
/// <param name="Name">Its name, which "Set_" precedes in the name of its input.</param>
/// <param name="Values">Names of its values: the input is the index of one.</param>
internal sealed record EditorAttribute(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("values")] ImmutableArray<string> Values)
{
    public static ImmutableArray<EditorAttribute> Of(BoltzmannAttributes attributes) =>
        [.. attributes.Items.Select(item => new EditorAttribute(item.Name, [.. item.Values.Select(value => value.Name)]))];
}
