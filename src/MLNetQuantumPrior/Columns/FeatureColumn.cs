using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>The input column: a known-size vector of Single.</summary>
/// <param name="Column">Where it is.</param>
/// <param name="Size">Number of slots.</param>
internal sealed record FeatureColumn(DataViewSchema.Column Column, int Size)
{
    private const string Expected = "a known-size vector of Single";

    /// <summary>Whether NaN is a value that is missing; else it is an error.</summary>
    public bool AllowsMissing { get; init; }

    /// <summary>Whether a normaliser made it, as ML.NET marks it.</summary>
    public bool IsNormalized => Column.IsNormalized();

    /// <summary>Finds and checks the column in a schema.</summary>
    public static FeatureColumn In(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw Missing(name, nameof(schema));
        return column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single
            ? new(column, vector.Size)
            : throw Mismatch(
                name,
                column.Type is VectorDataViewType { IsKnownSize: false } ? $"{column.Type} of unknown size" : $"{column.Type}",
                nameof(schema));
    }

    /// <summary>Checks the column before there is data.</summary>
    public static void Check(SchemaShape schema, string name)
    {
        SchemaShape.Column[] found = [.. schema.Where(column => column.Name == name)];
        if (found.Length == 0)
        {
            throw Missing(name, nameof(schema));
        }

        SchemaShape.Column last = found[^1];
        if (last.Kind != SchemaShape.Column.VectorKind.Vector || last.ItemType != NumberDataViewType.Single || last.IsKey)
        {
            string item = last.IsKey ? $"Key<{last.ItemType}>" : $"{last.ItemType}";
            throw Mismatch(
                name,
                last.Kind switch
                {
                    SchemaShape.Column.VectorKind.Scalar => item,
                    SchemaShape.Column.VectorKind.VariableVector => $"Vector<{item}> of unknown size",
                    _ => $"Vector<{item}>",
                },
                nameof(schema));
        }
    }

    /// <summary>Whether the column of a schema that passed <see cref="Check"/> will have names of slots.</summary>
    public static bool HasSlotNames(SchemaShape schema, string name) =>
        schema.Last(column => column.Name == name).Annotations.Any(annotation => annotation.Name == TextAnnotation.SlotNames);

    /// <summary>Names of the slots, or none.</summary>
    public ImmutableArray<string> SlotNames()
    {
        if (!Column.HasSlotNames())
        {
            return [];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        Column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>
    /// Groups of slots that one-hot encoding made, in ascending order; none without the annotation, or where its ranges do not ascend
    /// within the slots.
    /// </summary>
    public (int First, int Count)[] CategoricalRanges()
    {
        const string Annotation = "CategoricalSlotRanges";
        if (Column.Annotations.Schema.GetColumnOrNull(Annotation)?.Type is not VectorDataViewType type
            || type.ItemType != NumberDataViewType.Int32)
        {
            return [];
        }

        VBuffer<int> buffer = default;
        Column.Annotations.GetValue(Annotation, ref buffer);
        int[] bounds = [.. buffer.DenseValues()]; // first and last slot of each group
        for (int k = 0; k < bounds.Length; k++)
        {
            int lowest = k == 0 ? 0 : k % 2 == 0 ? bounds[k - 1] + 1 : bounds[k - 1];
            if (bounds.Length % 2 != 0 || bounds[k] < lowest || bounds[k] >= Size)
            {
                return [];
            }
        }

        return [.. bounds.Chunk(2).Select(pair => (pair[0], pair[1] - pair[0] + 1))];
    }

    /// <summary>Copies one row's vector, sparse or dense, and checks it.</summary>
    public void Read(in VBuffer<float> buffer, long position, Span<float> row)
    {
        if (buffer.Length != Size)
        {
            throw new ArgumentException($"Input column '{Column.Name}', row {position}: expected {Size} values, got {buffer.Length}.");
        }

        buffer.CopyTo(row);
        for (int slot = 0; slot < row.Length; slot++)
        {
            if (!float.IsFinite(row[slot]) && !(AllowsMissing && float.IsNaN(row[slot])))
            {
                string remedy = float.IsNaN(row[slot]) ? " Where values are missing, train with MissingValues.Mean." : "";
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Input column '{Column.Name}', row {position}, slot {slot}: expected a finite number, got {row[slot]}.{remedy}"));
            }
        }
    }

    private static ArgumentOutOfRangeException Missing(string name, string parameter) =>
        new(parameter, $"Could not find input column '{name}': expected {Expected}.");

    private static ArgumentOutOfRangeException Mismatch(string name, string got, string parameter) =>
        new(parameter, $"Schema mismatch for input column '{name}': expected {Expected}, got {got}.");
}
