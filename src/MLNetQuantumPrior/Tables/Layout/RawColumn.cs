using Microsoft.ML;

namespace MLNetQuantumPrior;

/// <summary>The values of a column, as they are read.</summary>
internal abstract class RawColumn(DataViewSchema.Column column)
{
    /// <summary>The column.</summary>
    public DataViewSchema.Column Column => column;

    /// <summary>Adds the present row's value.</summary>
    public abstract void Add();
}

/// <summary>Values that are kept as they are.</summary>
internal sealed class RawColumn<T>(DataViewRow row, DataViewSchema.Column column) : RawColumn(column)
{
    private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
    private T _value = default!;

    public List<T> Values { get; } = [];

    public override void Add()
    {
        _getter(ref _value);
        Values.Add(_value);
    }
}

/// <summary>Texts, each kept once.</summary>
internal sealed class RawTexts(DataViewRow row, DataViewSchema.Column column) : RawColumn(column)
{
    private readonly ValueGetter<ReadOnlyMemory<char>> _getter = row.GetGetter<ReadOnlyMemory<char>>(column);
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private ReadOnlyMemory<char> _value;

    /// <summary>For each row the position in <see cref="Texts"/>; -1 where the text is missing.</summary>
    public List<int> Codes { get; } = [];

    /// <summary>The different texts, in the order in which they came.</summary>
    public List<string> Texts { get; } = [];

    public override void Add()
    {
        _getter(ref _value);
        if (_value.IsEmpty)
        {
            Codes.Add(-1);
            return;
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> codes = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!codes.TryGetValue(_value.Span, out int code))
        {
            string text = _value.ToString();
            _codes.Add(text, code = Texts.Count);
            Texts.Add(text);
        }

        Codes.Add(code);
    }
}

/// <summary>Vectors of numbers, slot by slot.</summary>
internal sealed class RawVectors(DataViewRow row, DataViewSchema.Column column, int slots) : RawColumn(column)
{
    private readonly ValueGetter<Microsoft.ML.Data.VBuffer<float>> _getter = row.GetGetter<Microsoft.ML.Data.VBuffer<float>>(column);
    private readonly float[] _dense = new float[slots];
    private Microsoft.ML.Data.VBuffer<float> _value;

    /// <summary>For each slot its values.</summary>
    public ImmutableArray<List<double>> Slots { get; } = [.. Enumerable.Range(0, slots).Select(_ => new List<double>())];

    public override void Add()
    {
        _getter(ref _value);
        _value.CopyTo(_dense);
        for (int slot = 0; slot < _dense.Length; slot++)
        {
            Slots[slot].Add(_dense[slot]);
        }
    }
}
