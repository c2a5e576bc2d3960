using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// Reads a batch of rows, encodes them with one call of the network, and replays them. Everything a consumer may ask of a row is kept with it.
/// </summary>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    /// <summary>Large enough that matrix products run at full speed, small enough to stay in the cache.</summary>
    private const int BatchSize = 128;

    private readonly DataViewRowCursor _input;
    private readonly BoundLatentMapping _mapping;
    private readonly ColumnBuffer?[] _buffers; // by column index of the input; null where inactive
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly ValueGetter<VBuffer<float>> _featureGetter;
    private readonly long[] _positions = new long[BatchSize];
    private readonly long[] _batches = new long[BatchSize];
    private readonly DataViewRowId[] _ids = new DataViewRowId[BatchSize];
    private readonly float[] _features; // [BatchSize, features]
    private readonly float[] _latents;  // [BatchSize, latents]
    private VBuffer<float> _scratch;
    private int _count;
    private int _current = -1;
    private bool _ended;

    public LookAheadCursor(DataViewRowCursor input, BoundLatentMapping mapping, DataViewSchema.Column[] needed)
    {
        (_input, _mapping) = (input, mapping);
        _buffers = new ColumnBuffer?[mapping.InputSchema.Count];
        foreach (DataViewSchema.Column column in needed)
        {
            if (column.Index < _buffers.Length)
            {
                _buffers[column.Index] ??= ColumnBuffer.For(mapping.InputSchema[column.Index], input, BatchSize);
            }
        }

        _idGetter = input.GetIdGetter();
        _featureGetter = input.GetGetter<VBuffer<float>>(mapping.Features.Column);
        _features = new float[BatchSize * mapping.Features.Size];
        _latents = new float[BatchSize * Width];
    }

    public override long Position => _current < 0 || _ended ? -1 : _positions[_current];

    public override long Batch => _current < 0 || _ended ? 0 : _batches[_current];

    public override DataViewSchema Schema => _mapping.OutputSchema;

    private int Width => _mapping.Mapping.Model.Architecture.LatentSize;

    public override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (++_current == _count)
        {
            ReadAhead();
            _current = 0;
            _ended = _count == 0;
        }

        return !_ended;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[Row()];

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index == _mapping.OutputIndex || _buffers[column.Index] is not null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Delegate getter = column.Index == _mapping.OutputIndex
            ? (ValueGetter<VBuffer<float>>)GetLatents
            : (_buffers[column.Index] ?? throw Getters.Inactive(column)).Getter(Row);
        return Getters.As<TValue>(getter, column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        int size = _mapping.Features.Size;
        for (_count = 0; _count < BatchSize && _input.MoveNext(); _count++)
        {
            _positions[_count] = _input.Position;
            _batches[_count] = _input.Batch;
            _idGetter(ref _ids[_count]);
            foreach (ColumnBuffer? buffer in _buffers)
            {
                buffer?.Store(_count);
            }

            _featureGetter(ref _scratch);
            _mapping.Features.Read(in _scratch, _input.Position, _features.AsSpan(_count * size, size));
        }

        _mapping.Mapping.Encode(_features.AsSpan(0, _count * size), _latents.AsSpan(0, _count * Width));
    }

    private void GetLatents(ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, Width);
        _latents.AsSpan(Row() * Width, Width).CopyTo(editor.Values);
        value = editor.Commit();
    }

    private int Row() => _current >= 0 && !_ended
        ? _current
        : throw new InvalidOperationException("Row: expected a call after MoveNext returned true, got one before the first row or after the last.");
}
