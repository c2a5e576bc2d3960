using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Getters of a column whose values stand in a field or property of the current object.</summary>
internal static class ObjectGetter
{
    public static Delegate Create<TRow>(MemberColumn column, Func<TRow> current)
    {
        Type member = column.MemberType;
        if (column.Type is KeyDataViewType key)
            return (Delegate)GenericCall.Invoke(Key<TRow, uint>, [typeof(TRow), member], column, key.Count, current);
        return (Delegate)GenericCall.Invoke(Plain<TRow, int>, [typeof(TRow), member], column, current);
    }

    /// <summary>A getter of an annotation value that was given as a scalar, an array or a <see cref="VBuffer{T}"/>.</summary>
    public static Delegate OfConstant<T>(T value, DataViewType type)
    {
        MemberType given = MemberType.Of("annotation value", typeof(T));
        bool isVector = type is VectorDataViewType;
        Contracts.Check(given.IsVector == isVector, $"Value inputted is supposed to be {(given.IsVector ? "vector" : "scalar")}, " +
            $"but type of Annotationinfo is {(isVector ? "vector" : "scalar")}");
        Contracts.Check(given.ItemType == type.ItemType().RawType,
            $"Value inputted is supposed to have Type {given.ItemType}, but type of Annotationinfo has {type.ItemType().RawType}");
        return Getter(() => value);
    }

    private static Delegate Plain<TRow, TMember>(MemberColumn column, Func<TRow> current)
    {
        Func<TRow, TMember> read = MemberAccess.Reader<TRow, TMember>(column.Member);
        return Getter(() => read(current()));
    }

    /// <summary>In a class the first category is 0; in a key column it is 1, and 0 is a value outside of the categories.</summary>
    private static Delegate Key<TRow, TKey>(MemberColumn column, ulong count, Func<TRow> current)
    {
        Func<TRow, TKey> read = MemberAccess.Reader<TRow, TKey>(column.Member);
        return (ValueGetter<TKey>)((ref TKey dst) =>
        {
            ulong category = Convert.ToUInt64(read(current()));
            dst = (TKey)Convert.ChangeType(category < count ? category + 1 : 0, typeof(TKey));
        });
    }

    private static Delegate Getter<TMember>(Func<TMember> read)
    {
        if (read is Func<string> text)
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> dst) => dst = text().AsMemory());
        if (read is Func<string[]> texts)
            return Array(() => texts()?.Select(t => t.AsMemory()).ToArray());
        if (typeof(TMember).IsArray)
            return (Delegate)GenericCall.Invoke(Array<int>, typeof(TMember).GetElementType(), read);
        if (typeof(TMember).IsGenericType && typeof(TMember).GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (Delegate)GenericCall.Invoke(Vector<int>, typeof(TMember).GetGenericArguments()[0], read);
        return (ValueGetter<TMember>)((ref TMember dst) => dst = read());
    }

    private static Delegate Array<T>(Func<T[]> read) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) =>
    {
        T[] values = read();
        VBuffer<T>.Copy(values, 0, ref dst, values?.Length ?? 0);
    });

    private static Delegate Vector<T>(Func<VBuffer<T>> read) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => read().CopyTo(ref dst));
}
