using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A column of floats that a component adds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Number of slots.</param>
/// <param name="SlotNames">Their names, or none.</param>
internal sealed record AddedColumn(string Name, int Size, ImmutableArray<string> SlotNames)
{
    /// <summary>A vector of one.</summary>
    public static AddedColumn Number(string name) => new(name, 1, []);

    public VectorDataViewType Type { get; } = new(NumberDataViewType.Single, Size);

    public DataViewSchema.Annotations? Annotations => SlotNames.IsEmpty ? null : TextAnnotation.Of(TextAnnotation.SlotNames, SlotNames);

    /// <summary>
    /// Adds the column to a schema shape. ML.NET keeps the constructor of <see cref="SchemaShape.Column"/> to itself; a custom mapping with
    /// an output of our type makes one for us, replacing a column of the same name.
    /// </summary>
    public SchemaShape AddTo(SchemaShape input)
    {
        var definition = SchemaDefinition.Create(typeof(Box));
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

        return new MLContext().Transforms.CustomMapping<Nothing, Box>((_, _) => { }, null, null, definition).GetOutputSchema(input);
    }

    private sealed class Nothing
    {
    }

    private sealed class Box
    {
        public VBuffer<float> Value { get; set; }
    }
}
