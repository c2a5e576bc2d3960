using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The values of a column, numbered from 1.</summary>
internal abstract class KeyDictionary(PrimitiveDataViewType itemType)
{
    public PrimitiveDataViewType ItemType { get; } = itemType;

    public abstract int Count { get; }

    public KeyDataViewType OutputType => new(typeof(uint), Math.Max(1, Count));

    /// <summary>Numbers the values of several columns in one pass over the data. Missing values get no number.</summary>
    public static KeyDictionary[] Learn(IDataView data, DataViewSchema.Column[] columns, int maximum,
        ValueToKeyMappingEstimator.KeyOrdinality ordinality)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        KeyDictionary[] learned = [.. columns.Select(column => Create(column.Type, maximum))];
        Action[] learn = [.. learned.Zip(columns, (dictionary, column) => dictionary.Learner(cursor, column))];
        while (cursor.MoveNext())
        {
            foreach (Action add in learn)
                add();
        }
        if (ordinality == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        {
            foreach (KeyDictionary dictionary in learned)
                dictionary.Sort();
        }
        return learned;
    }

    /// <summary>A getter of the numbers of a column's values, 0 for a value without one.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source);

    /// <summary>Adds the annotation that says which value stands behind each number.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText);

    protected abstract Action Learner(DataViewRow row, DataViewSchema.Column column);

    protected abstract void Sort();

    /// <summary>The dictionary of values that are numbered already.</summary>
    public static KeyDictionary<T> Of<T>(PrimitiveDataViewType type, ReadOnlySpan<T> values)
    {
        var dictionary = (KeyDictionary<T>)Create(type, int.MaxValue);
        foreach (T value in values)
            dictionary.Learn(value);
        Contracts.CheckDecode(dictionary.Count == values.Length, "Missing or repeated key values");
        return dictionary;
    }

    private static KeyDictionary Create(DataViewType type, int maximum)
    {
        var item = (PrimitiveDataViewType)type.ItemType();
        if (item is TextDataViewType)
        {
            TextComparer comparer = TextComparer.Instance;
            return new KeyDictionary<ReadOnlyMemory<char>>(item, maximum, comparer, comparer, text => text.IsEmpty);
        }
        return (KeyDictionary)GenericCall.Invoke(CreateOf<int>, item.RawType, item, maximum);
    }

    private static KeyDictionary CreateOf<T>(PrimitiveDataViewType item, int maximum) =>
        new KeyDictionary<T>(item, maximum, EqualityComparer<T>.Default, Comparer<T>.Default, MissingValues.Test<T>(item));
}

internal sealed class KeyDictionary<T>(PrimitiveDataViewType itemType, int maximum, IEqualityComparer<T> equality, IComparer<T> order,
    Func<T, bool> isMissing) : KeyDictionary(itemType)
{
    private readonly Dictionary<T, uint> _numbers = new(equality);
    private List<T> _values = [];

    public override int Count => _values.Count;

    public IReadOnlyList<T> Values => _values;

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        if (source.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(source);
            T value = default;
            return (ValueGetter<uint>)((ref uint key) =>
            {
                getter(ref value);
                key = NumberOf(value);
            });
        }
        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(source);
        VBuffer<T> values = default;
        return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
        {
            vectorGetter(ref values);
            var editor = VBufferEditor.Create(ref keys, values.Length);
            foreach ((int slot, T value) in values.Items(all: true))
                editor.Values[slot] = NumberOf(value);
            keys = editor.Commit();
        });
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText)
    {
        if (Count == 0)
            return;
        if (ItemType is KeyDataViewType key && source.AnnotationType(AnnotationKinds.KeyValues) is VectorDataViewType inherited
            && (ulong)inherited.Size == key.Count)
            GenericCall.Invoke(AddInherited<int>, inherited.ItemType.RawType, builder, source, inherited.ItemType);
        else if (asText && ItemType is not TextDataViewType)
            Add(builder, TextDataViewType.Instance, _values.Select(value => FormattableString.Invariant($"{value}").AsMemory()));
        else
            Add(builder, ItemType, _values);
    }

    protected override Action Learner(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                getter(ref value);
                Learn(value);
            };
        }
        ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            vectorGetter(ref values);
            foreach (T value in values.DenseValues())
                Learn(value);
        };
    }

    protected override void Sort()
    {
        _values = [.. _values.Order(order)];
        for (int i = 0; i < _values.Count; i++)
            _numbers[_values[i]] = (uint)i + 1;
    }

    public void Learn(T value)
    {
        if (_values.Count == maximum || isMissing(value) || !_numbers.TryAdd(value, (uint)_values.Count + 1))
            return;
        _values.Add(value);
    }

    private uint NumberOf(T value) => _numbers.GetValueOrDefault(value);

    private void AddInherited<TValue>(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, PrimitiveDataViewType type)
    {
        VBuffer<TValue> behind = default;
        source.GetKeyValues(ref behind);
        Add(builder, type, _values.Select(key => behind.GetItemOrDefault((int)(Convert.ToUInt64(key) - 1))));
    }

    private static void Add<TValue>(DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType type, IEnumerable<TValue> values)
    {
        TValue[] array = [.. values];
        builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(type, array.Length),
            (ref VBuffer<TValue> dst) => VBuffer<TValue>.Copy(array, 0, ref dst, array.Length));
    }
}
