using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal static class UntypedGetter
{
    /// <summary>The getter of a column of this row, of the type that the column has.</summary>
    public static Delegate GetterOf(this DataViewRow row, DataViewSchema.Column column) =>
        (Delegate)GenericCall.Invoke(row.GetGetter<int>, column.Type.RawType, column);
}
