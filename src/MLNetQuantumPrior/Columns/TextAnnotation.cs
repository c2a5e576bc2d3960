using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>An annotation that is a list of names, such as ML.NET's "SlotNames" of a vector and "KeyValues" of a key.</summary>
internal static class TextAnnotation
{
    public const string SlotNames = "SlotNames", KeyValues = "KeyValues";

    public static DataViewSchema.Annotations Of(string kind, ImmutableArray<string> names)
    {
        ReadOnlyMemory<char>[] values = [.. names.Select(name => name.AsMemory())];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => new VBuffer<ReadOnlyMemory<char>>(values.Length, values).CopyTo(ref value));
        return annotations.ToAnnotations();
    }
}
