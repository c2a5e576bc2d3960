using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>The output column of latent bits: its type, and its place in a schema.</summary>
internal static class LatentColumn
{
    public static VectorDataViewType Type(int latents) => new(NumberDataViewType.Single, latents);

    /// <summary>
    /// Adds the column to a schema shape. ML.NET keeps the constructor of <see cref="SchemaShape.Column"/> to itself; a custom mapping with an output of our type makes
    /// one for us, replacing a column of the same name.
    /// </summary>
    public static SchemaShape AddTo(SchemaShape input, string name, int latents)
    {
        var definition = SchemaDefinition.Create(typeof(Box));
        definition[0].ColumnName = name;
        definition[0].ColumnType = Type(latents);
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
