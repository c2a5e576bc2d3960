using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What is known of each slot of a column after some rows, or of all its slots together: range, mean and variance of its
/// numbers.</summary>
internal abstract class SlotStatistics
{
    public static SlotStatistics Create(DataViewRow row, DataViewSchema.Column column, bool bySlot = true) =>
        (SlotStatistics)GenericCall.Invoke(Create<float>, column.Type.ItemType().RawType, row, column, bySlot);

    /// <summary>Looks at the row that the cursor stands on.</summary>
    public abstract void Add();

    public abstract AffineMap Fit(NormalizerOptions options);

    /// <summary>What takes the place of missing numbers.</summary>
    public abstract MissingReplacement Replacement(MissingValueReplacingEstimator.ReplacementMode mode);

    private static SlotStatistics Create<T>(DataViewRow row, DataViewSchema.Column column, bool bySlot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (column.Type is VectorDataViewType vector)
            return new SlotStatistics<T>(bySlot ? vector : vector.ItemType, row.GetGetter<VBuffer<T>>(column));
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T[] single = new T[1];
        return new SlotStatistics<T>(column.Type, (ref VBuffer<T> value) =>
        {
            getter(ref single[0]);
            value = new VBuffer<T>(1, single);
        });
    }
}

internal sealed class SlotStatistics<T> : SlotStatistics
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataViewType _type;
    private readonly ValueGetter<VBuffer<T>> _getter;
    private readonly Slot[] _slots;
    private VBuffer<T> _values;

    public SlotStatistics(DataViewType type, ValueGetter<VBuffer<T>> getter)
    {
        _type = type;
        _getter = getter;
        _slots = new Slot[type is VectorDataViewType vector ? vector.Size : 1];
        Array.Fill(_slots, new Slot { Min = T.PositiveInfinity, Max = T.NegativeInfinity });
    }

    public override void Add()
    {
        _getter(ref _values);
        bool together = _type is not VectorDataViewType;
        Contracts.Check(together || _values.Length == _slots.Length, $"Expected {_slots.Length} slots but got {_values.Length}");
        foreach ((int slot, T value) in _values.Items(all: true))
            _slots[together ? 0 : slot].Add(value);
    }

    public override AffineMap Fit(NormalizerOptions options)
    {
        var scale = new T[_slots.Length];
        var offset = new T[_slots.Length];
        for (int i = 0; i < _slots.Length; i++)
            (scale[i], offset[i]) = options.Kind == NormalizerKind.MinMax ? MinMax(_slots[i], options) : MeanVariance(_slots[i], options);
        return new AffineMap<T>(_type, scale, offset);
    }

    public override MissingReplacement Replacement(MissingValueReplacingEstimator.ReplacementMode mode) =>
        new MissingReplacement<T>(_type, [.. _slots.Select(slot => slot.Count == 0 ? T.Zero : mode switch
        {
            MissingValueReplacingEstimator.ReplacementMode.Mean => T.CreateChecked(slot.Mean),
            MissingValueReplacingEstimator.ReplacementMode.Minimum => slot.Min,
            _ => slot.Max,
        })]);

    /// <summary>A constant slot says nothing, and is mapped to zero.</summary>
    private static (T Scale, T Offset) MinMax(in Slot slot, NormalizerOptions options)
    {
        if (!(slot.Max > slot.Min))
            return (T.Zero, T.Zero);
        return options.FixZero
            ? (T.One / T.Max(T.Abs(slot.Max), T.Abs(slot.Min)), T.Zero)
            : (T.One / (slot.Max - slot.Min), slot.Min);
    }

    private static (T Scale, T Offset) MeanVariance(in Slot slot, NormalizerOptions options)
    {
        if (slot.SquaredDeviations == 0)
            return (T.Zero, T.Zero);
        double variance = slot.SquaredDeviations / slot.Count;
        return options.FixZero
            ? (T.One / T.CreateChecked(Math.Sqrt(variance + (slot.Mean * slot.Mean))), T.Zero)
            : (T.One / T.CreateChecked(Math.Sqrt(variance)), T.CreateChecked(slot.Mean));
    }

    private struct Slot
    {
        public T Min;
        public T Max;
        public long Count;
        public double Mean;
        public double SquaredDeviations;

        /// <summary>NaN is no number, infinity is none that has a mean.</summary>
        public void Add(T value)
        {
            if (value > Max)
                Max = value;
            if (value < Min)
                Min = value;
            if (!T.IsFinite(value))
                return;
            double number = double.CreateChecked(value);
            double delta = number - Mean;
            Mean += delta / ++Count;
            SquaredDeviations += delta * (number - Mean);
        }
    }
}
