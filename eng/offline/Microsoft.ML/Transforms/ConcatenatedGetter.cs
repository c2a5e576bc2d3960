using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A getter of the values of several columns of one row as one vector,
/// sparse if no more than half of it is stored values.</summary>
internal static class ConcatenatedGetter
{
    public static Delegate Create<T>(DataViewRow row, DataViewSchema.Column[] columns)
    {
        ValueGetter<VBuffer<T>>[] getters = [.. columns.Select(column => VectorGetter<T>(row, column))];
        var parts = new VBuffer<T>[getters.Length];
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) =>
        {
            int length = 0;
            int stored = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                getters[i](ref parts[i]);
                length += parts[i].Length;
                stored += parts[i].GetValues().Length;
            }
            dst = stored <= length / 2 ? Sparse(parts, length, stored, ref dst) : Dense(parts, length, ref dst);
        });
    }

    private static ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType type)
        {
            ValueGetter<T> scalar = row.GetGetter<T>(column);
            return (ref VBuffer<T> dst) =>
            {
                var editor = VBufferEditor.Create(ref dst, 1);
                scalar(ref editor.Values[0]);
                dst = editor.Commit();
            };
        }
        ValueGetter<VBuffer<T>> vector = row.GetGetter<VBuffer<T>>(column);
        return (ref VBuffer<T> dst) =>
        {
            vector(ref dst);
            if (type.IsKnownSize && dst.Length != type.Size)
                throw Contracts.Except($"Column '{column.Name}': expected {type.Size} slots, but got {dst.Length}");
        };
    }

    private static VBuffer<T> Dense<T>(VBuffer<T>[] parts, int length, ref VBuffer<T> dst)
    {
        var editor = VBufferEditor.Create(ref dst, length);
        int offset = 0;
        foreach (VBuffer<T> part in parts)
        {
            part.CopyTo(editor.Values, offset);
            offset += part.Length;
        }
        return editor.Commit();
    }

    private static VBuffer<T> Sparse<T>(VBuffer<T>[] parts, int length, int stored, ref VBuffer<T> dst)
    {
        var editor = VBufferEditor.Create(ref dst, length, stored);
        int offset = 0;
        int count = 0;
        foreach (VBuffer<T> part in parts)
        {
            foreach ((int slot, T value) in part.Items())
            {
                editor.Values[count] = value;
                editor.Indices[count++] = offset + slot;
            }
            offset += part.Length;
        }
        return editor.Commit();
    }
}
