using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A column that a component adds: a vector of Single, or one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Number of slots; null for a Single, not a vector.</param>
/// <param name="SlotNames">Their names, or none.</param>
internal sealed record AddedColumn(string Name, int? Size, ImmutableArray<string> SlotNames)
{
    /// <summary>A Single.</summary>
    public static AddedColumn Number(string name) => new(name, null, []);

    public DataViewType Type { get; } = Size is { } size
        ? new VectorDataViewType(NumberDataViewType.Single, size)
        : NumberDataViewType.Single;

    public DataViewSchema.Annotations? Annotations => SlotNames.IsEmpty ? null : TextAnnotation.Of(TextAnnotation.SlotNames, SlotNames);

    /// <summary>
    /// Adds the column to a schema shape. ML.NET keeps the constructor of <see cref="SchemaShape.Column"/> to itself; a custom mapping with
    /// an output of our type makes one for us, replacing a column of the same name.
    /// </summary>
    public SchemaShape AddTo(SchemaShape input) => Size is null ? AddTo<float>(input) : AddTo<VBuffer<float>>(input);

    private SchemaShape AddTo<T>(SchemaShape input)
    {
        var definition = SchemaDefinition.Create(typeof(Box<T>));
        definition[0].ColumnName = Name;
        definition[0].ColumnType = Type;
        if (!SlotNames.IsEmpty)
        {
            ReadOnlyMemory<char>[] names = [.. SlotNames.Select(name => name.AsMemory())];
            definition[0].AddAnnotation(
                TextAnnotation.SlotNames,
                new VBuffer<ReadOnlyMemory<char>>(names.Length, names),
                new VectorDataViewType(TextDataViewType.Instance, names.Length));
        }

        return new MLContext().Transforms.CustomMapping<Nothing, Box<T>>((_, _) => { }, null, null, definition).GetOutputSchema(input);
    }

    private sealed class Nothing
    {
    }

    private sealed class Box<T>
    {
        public T Value { get; set; } = default!;
    }
}
