using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal delegate void ValueCopier<T>(in T source, ref T destination);

/// <summary>How a column value is copied: vectors with their storage, everything else by assignment.</summary>
internal static class ValueCopy<T>
{
    public static ValueCopier<T> Copy { get; } = Make();

    private static ValueCopier<T> Make()
    {
        Type type = typeof(T);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (ValueCopier<T>)GenericCall.Invoke(VectorCopier<int>, type.GetGenericArguments()[0]);
        return static (in T source, ref T destination) => destination = source;
    }

    private static ValueCopier<VBuffer<TItem>> VectorCopier<TItem>() =>
        static (in VBuffer<TItem> source, ref VBuffer<TItem> destination) => source.CopyTo(ref destination);
}
