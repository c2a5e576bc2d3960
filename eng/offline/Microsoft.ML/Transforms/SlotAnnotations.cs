using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Names and categorical ranges of the slots of concatenated columns.</summary>
internal static class SlotAnnotations
{
    /// <summary>How many slots a column fills; 0 for a vector of unknown size.</summary>
    public static int SlotCount(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    public static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, int size, Func<ReadOnlyMemory<char>[]> names) =>
        builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, size),
            (ref VBuffer<ReadOnlyMemory<char>> dst) => dst = new VBuffer<ReadOnlyMemory<char>>(size, names()));

    /// <param name="builder">Where to add.</param>
    /// <param name="ranges">First and last slot of each range, one range after the other; nothing is added for none.</param>
    public static void AddCategoricalSlotRanges(this DataViewSchema.Annotations.Builder builder, int[] ranges)
    {
        if (ranges.Length == 0)
            return;
        builder.Add(AnnotationKinds.CategoricalSlotRanges, new VectorDataViewType(NumberDataViewType.Int32, ranges.Length / 2, 2),
            (ref VBuffer<int> dst) => dst = new VBuffer<int>(ranges.Length, [.. ranges]));
    }

    /// <summary>A scalar gives its column name, a vector "column.slot" for each slot that has a name.</summary>
    public static ReadOnlyMemory<char>[] ConcatenatedNames(IEnumerable<DataViewSchema.Column> columns)
    {
        var result = new List<ReadOnlyMemory<char>>();
        foreach (DataViewSchema.Column column in columns)
        {
            if (column.Type is not VectorDataViewType)
            {
                result.Add(column.Name.AsMemory());
                continue;
            }
            VBuffer<ReadOnlyMemory<char>> names = new(SlotCount(column), 0, null, null);
            if (column.HasSlotNames())
                column.GetSlotNames(ref names);
            result.AddRange(names.DenseValues().Select(name => name.IsEmpty ? name : $"{column.Name}.{name}".AsMemory()));
        }
        return [.. result];
    }

    public static int[] ConcatenatedRanges(IEnumerable<DataViewSchema.Column> columns)
    {
        var result = new List<int>();
        int first = 0;
        foreach (DataViewSchema.Column column in columns)
        {
            result.AddRange(CategoricalRanges(column).Select(slot => slot + first));
            first += SlotCount(column);
        }
        return [.. result];
    }

    /// <summary>The ranges of a column; none without the annotation, or if its ranges do not ascend within the slots.</summary>
    private static int[] CategoricalRanges(DataViewSchema.Column column)
    {
        int slots = SlotCount(column);
        Type type = column.AnnotationType(AnnotationKinds.CategoricalSlotRanges)?.RawType;
        if (column.Type is not VectorDataViewType || type != typeof(VBuffer<int>))
            return [];
        VBuffer<int> buffer = default;
        column.Annotations.GetValue(AnnotationKinds.CategoricalSlotRanges, ref buffer);
        int[] ranges = [.. buffer.DenseValues()];
        bool isValid = ranges.Length > 0 && ranges.Length % 2 == 0 && ranges[^1] < slots;
        for (int i = 0; isValid && i < ranges.Length; i += 2)
            isValid = ranges[i] <= ranges[i + 1] && ranges[i] > (i > 0 ? ranges[i - 1] : -1);
        return isValid ? ranges : [];
    }
}
