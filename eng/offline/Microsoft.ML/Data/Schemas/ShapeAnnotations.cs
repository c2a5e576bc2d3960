namespace Microsoft.ML.Data;

/// <summary>What the annotations of a schema shape's column say.</summary>
internal static class ShapeAnnotations
{
    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out SchemaShape.Column found)
        && found.Kind == SchemaShape.Column.VectorKind.Scalar && found.ItemType is BooleanDataViewType;

    public static bool HasSlotNames(this SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector && column.HasVector(AnnotationKinds.SlotNames, TextDataViewType.Instance);

    public static bool HasCategoricalSlotRanges(this SchemaShape.Column column) =>
        column.HasVector(AnnotationKinds.CategoricalSlotRanges, NumberDataViewType.Int32);

    private static bool HasVector(this SchemaShape.Column column, string kind, DataViewType itemType) =>
        column.Annotations.TryFindColumn(kind, out SchemaShape.Column found)
        && found.Kind == SchemaShape.Column.VectorKind.Vector && !found.IsKey && found.ItemType == itemType;
}
