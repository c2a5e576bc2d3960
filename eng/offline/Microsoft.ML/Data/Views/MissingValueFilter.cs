using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

internal static class MissingValueFilter
{
    /// <summary>A test whether a column of the current row has all its values.</summary>
    public static Func<bool> IsComplete(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewType item = column.Type.ItemType();
        Contracts.CheckParam(MissingValues.CanBeIn(item), "columns",
            $"Column '{column.Name}' has type {column.Type} which has no missing values");
        return (Func<bool>)GenericCall.Invoke(IsComplete<float>, item.RawType, row, column, item);
    }

    private static Func<bool> IsComplete<T>(DataViewRow row, DataViewSchema.Column column, DataViewType item)
    {
        Func<T, bool> isMissing = MissingValues.Test<T>(item);
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> values = default;
            return () =>
            {
                vectorGetter(ref values);
                return !values.Items(all: true).Any(slot => isMissing(slot.Value));
            };
        }
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return !isMissing(value);
        };
    }
}
