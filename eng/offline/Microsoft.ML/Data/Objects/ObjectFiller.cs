using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Fills the fields and properties of objects from the rows of a schema.</summary>
internal sealed class ObjectFiller<TRow> where TRow : class
{
    private readonly (MemberColumn Member, DataViewSchema.Column Column)[] _pairs;

    public ObjectFiller(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        var pairs = new List<(MemberColumn, DataViewSchema.Column)>();
        foreach (MemberColumn member in MemberColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.Name) is { } column)
                pairs.Add((member, CheckType(member, column)));
            else if (!ignoreMissingColumns)
                throw Contracts.ExceptSchemaMismatch(nameof(IDataView.Schema), "", member.Name);
        }
        _pairs = [.. pairs];
    }

    /// <summary>The columns that a row must have active.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies => _pairs.Select(pair => pair.Column);

    public Action<TRow> Bind(DataViewRow row)
    {
        Action<TRow>[] setters = [.. _pairs.Select(pair =>
            (Action<TRow>)GenericCall.Invoke(Setter<int>, pair.Column.Type.RawType, row, pair.Member, pair.Column))];
        return target =>
        {
            foreach (Action<TRow> set in setters)
                set(target);
        };
    }

    private static DataViewSchema.Column CheckType(MemberColumn member, DataViewSchema.Column column)
    {
        MemberType type = MemberType.Of(member.Member);
        bool fits = type.IsVector == column.Type is VectorDataViewType && type.ItemType == column.Type.ItemType().RawType;
        Contracts.Check(fits, $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' " +
            $"to field or property '{member.Member.Name}' of type '{member.MemberType.FullName}'.");
        return column;
    }

    private static Action<TRow> Setter<TValue>(DataViewRow row, MemberColumn member, DataViewSchema.Column column)
    {
        ValueGetter<TValue> getter = row.GetGetter<TValue>(column);
        if (getter is ValueGetter<ReadOnlyMemory<char>> text && member.MemberType == typeof(string))
            return TextSetter(text, MemberAccess.Writer<TRow, string>(member.Member));
        if (getter is ValueGetter<VBuffer<ReadOnlyMemory<char>>> texts && member.MemberType == typeof(string[]))
            return TextArraySetter(texts, MemberAccess.Writer<TRow, string[]>(member.Member));
        if (member.MemberType.IsArray)
            return (Action<TRow>)GenericCall.Invoke(ArraySetter<int>, column.Type.ItemType().RawType, getter, member);
        if (column.Type is VectorDataViewType)
            return (Action<TRow>)GenericCall.Invoke(VectorSetter<int>, column.Type.ItemType().RawType, getter, member);
        Action<TRow, TValue> write = MemberAccess.Writer<TRow, TValue>(member.Member);
        TValue value = default;
        return target =>
        {
            getter(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> TextSetter(ValueGetter<ReadOnlyMemory<char>> getter, Action<TRow, string> write)
    {
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            getter(ref value);
            write(target, value.ToString());
        };
    }

    /// <summary>Writes into the array that the object has, if it has one of the right length.</summary>
    private static Action<TRow> ArraySetter<T>(ValueGetter<VBuffer<T>> getter, MemberColumn member)
    {
        Func<TRow, T[]> read = MemberAccess.Reader<TRow, T[]>(member.Member);
        Action<TRow, T[]> write = MemberAccess.Writer<TRow, T[]>(member.Member);
        VBuffer<T> value = default;
        return target =>
        {
            getter(ref value);
            T[] array = read(target);
            if (array?.Length != value.Length)
                array = new T[value.Length];
            value.CopyTo(array);
            write(target, array);
        };
    }

    private static Action<TRow> TextArraySetter(ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter, Action<TRow, string[]> write)
    {
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            getter(ref value);
            write(target, [.. value.DenseValues().Select(text => text.ToString())]);
        };
    }

    private static Action<TRow> VectorSetter<T>(ValueGetter<VBuffer<T>> getter, MemberColumn member)
    {
        Func<TRow, VBuffer<T>> read = MemberAccess.Reader<TRow, VBuffer<T>>(member.Member);
        Action<TRow, VBuffer<T>> write = MemberAccess.Writer<TRow, VBuffer<T>>(member.Member);
        return target =>
        {
            VBuffer<T> value = read(target);
            getter(ref value);
            write(target, value);
        };
    }
}
