using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class SchemaAsDefinition
{
    /// <summary>The definition of a class with the column types and annotations of a schema, such as
    /// vector sizes that the class leaves open.</summary>
    public static SchemaDefinition AsDefinitionOf<TRow>(this DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (DataViewSchema.Column column in schema)
        {
            SchemaDefinition.Column found = definition[column.Name]
                ?? throw Contracts.Except($"Type should contain a member named {column.Name}");
            found.ColumnType = column.Type;
            found.CopyAnnotations(column.Annotations);
        }
        return definition;
    }
}
