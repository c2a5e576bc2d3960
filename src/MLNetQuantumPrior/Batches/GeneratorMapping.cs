using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Replaces scaled expected features by draws in the units of the training data, row by row. <c>features: [rows, size], ids: [rows]</c>
/// </summary>
internal delegate void FeatureDraw(Span<float> features, ReadOnlySpan<ulong> ids);

/// <summary>
/// Generates features and their energy for each row, decoded on ONNX Runtime, and drawn where wanted. Parts of a batch are computed side
/// by side, and are the same however many threads do it.
/// </summary>
internal sealed class GeneratorMapping(
    DataViewSchema input,
    LabelColumn? label,
    ImmutableArray<string> classNames,
    AttributeInputs attributes,
    ILatentSource latents,
    INetworkSession decoder,
    int threads,
    FeatureDraw? draw,
    ImmutableArray<AddedColumn> added)
    : BatchMapping(input, label is null ? attributes.Columns : [label.Column, .. attributes.Columns], added)
{
    /// <summary>Large enough that the rows of each of ten classes fill registers with chains.</summary>
    private const int PartSize = 256;

    /// <summary>Features that a batch may have beyond its first two parts: 64 MB.</summary>
    private const int MostFeatures = 1 << 24;

    /// <summary>A part for each thread, at least two, while there is memory for them.</summary>
    public override int BatchSize => PartSize * Math.Clamp(Math.Min(threads, MostFeatures / PartSize / decoder.OutputSizes[0]), 2, 16);

    public override RowBatch CreateBatch(DataViewRow input, int capacity, IReadOnlySet<int> active) =>
        new GeneratedBatch(input, label, classNames, attributes, latents, active.Contains(0) ? decoder : null, threads, draw, capacity);

    private sealed class GeneratedBatch : RowBatch
    {
        private const int AnyClass = -1;

        private readonly Func<string?>? _label;
        private readonly string? _labelName;
        private readonly Dictionary<string, int> _classes;
        private readonly ILatentSource _latents;
        private readonly INetworkSession? _decoder; // null where nobody reads the features
        private readonly int _width;
        private readonly int _threads;
        private readonly FeatureDraw? _draw;
        private readonly ValueGetter<DataViewRowId> _idGetter;
        private readonly int[] _rowClasses;
        private readonly Action<Span<int>>? _readValues;
        private readonly int[] _rowValues; // [rows, attributes], or empty where no attribute is read
        private readonly int _attributes;
        private readonly ulong[] _rowIds;
        private readonly float[] _features;
        private readonly float[] _energies;

        public GeneratedBatch(
            DataViewRow input,
            LabelColumn? label,
            ImmutableArray<string> classNames,
            AttributeInputs attributes,
            ILatentSource latents,
            INetworkSession? decoder,
            int threads,
            FeatureDraw? draw,
            int capacity)
        {
            _threads = threads;
            (_label, _labelName, _latents, _decoder, _draw) = (label?.Reader(input), label?.Column.Name, latents, decoder, draw);
            _classes = classNames.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index);
            _width = decoder?.OutputSizes[0] ?? 0;
            _idGetter = input.GetIdGetter();
            _rowClasses = new int[capacity];
            _readValues = attributes.Reader(input);
            _attributes = _readValues is null ? 0 : attributes.Count;
            _rowValues = new int[capacity * _attributes];
            _rowIds = new ulong[capacity];
            _features = new float[capacity * _width];
            _energies = new float[capacity];
        }

        public override void Read(int row)
        {
            DataViewRowId id = default;
            _idGetter(ref id);
            _rowIds[row] = id.Low ^ (id.High * 0x9e3779b97f4a7c15); // an odd factor: different High, different number
            _readValues?.Invoke(_rowValues.AsSpan(row * _attributes, _attributes));
            _rowClasses[row] = _label?.Invoke() is { } name ? Class(name) : AnyClass;
        }

        public override void Compute(int count)
        {
            int[] starts = [.. Enumerable.Range(0, (count + PartSize - 1) / PartSize).Select(part => part * PartSize)];
            try
            {
                Cores.ForEach(starts, _threads, CancellationToken.None, start => Compute(start, Math.Min(PartSize, count - start)));
            }
            catch (AggregateException errors)
            {
                ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]); // as on one thread
            }
        }

        private void Compute(int start, int count)
        {
            GeneratedLatents drawn = _latents.Draw(
                _rowClasses.AsSpan(start, count),
                _rowValues.AsSpan(start * _attributes, count * _attributes),
                _rowIds.AsSpan(start, count));
            drawn.Energies.CopyTo(_energies, start);
            if (_decoder is not null)
            {
                Memory<float> features = _features.AsMemory(start * _width, count * _width);
                _decoder.Run(drawn.Values, features);
                _draw?.Invoke(features.Span, _rowIds.AsSpan(start, count));
            }
        }

        public override ReadOnlySpan<float> Values(int added, int row) => added == 0
            ? _features.AsSpan(row * _width, _width)
            : _energies.AsSpan(row, 1);

        private int Class(string name) => _classes.TryGetValue(name, out int index)
            ? index
            : throw new ArgumentException(
                $"Label column '{_labelName}': expected a class of the training data ({string.Join(", ", _classes.Keys.Take(20))}), " +
                $"got '{name}'.");
    }
}
