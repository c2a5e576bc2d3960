using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// Reads a batch of rows and replays them. Their added columns are computed with one call when the first of them is read: a batch of rows
/// that are skipped costs nothing more. Everything a consumer may ask of a row is kept with it.
/// </summary>
internal sealed class LookAheadCursor : DataViewRowCursor
{
    private readonly IDataView _view;
    private readonly DataViewRowCursor _input;
    private readonly BatchMapping _mapping;
    private readonly RowBatch _batch;
    private readonly ColumnBuffer?[] _buffers; // by column index of the input; null where inactive
    private readonly HashSet<int> _active;     // added columns
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly long[] _positions;
    private readonly long[] _batches;
    private readonly DataViewRowId[] _ids;
    private int _count;
    private int _current = -1;
    private bool _ended;
    private bool _computed; // the present batch

    public LookAheadCursor(IDataView view, DataViewRowCursor input, BatchMapping mapping, DataViewSchema.Column[] needed)
    {
        (_view, _input, _mapping) = (view, input, mapping);
        int size = mapping.BatchSize;
        (_positions, _batches, _ids) = (new long[size], new long[size], new DataViewRowId[size]);
        _buffers = new ColumnBuffer?[mapping.InputSchema.Count];
        foreach (DataViewSchema.Column column in needed.Where(column => mapping.AddedIndex(column) < 0))
        {
            _buffers[column.Index] ??= ColumnBuffer.For(mapping.InputSchema[column.Index], input, size);
        }

        _active = [.. needed.Select(mapping.AddedIndex).Where(added => added >= 0)];
        _batch = mapping.CreateBatch(input, size, _active);
        _idGetter = input.GetIdGetter();
    }

    public override long Position => _current < 0 || _ended ? -1 : _positions[_current];

    public override long Batch => _current < 0 || _ended ? 0 : _batches[_current];

    public override DataViewSchema Schema => _mapping.OutputSchema;

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

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        _mapping.AddedIndex(column) >= 0 ? _active.Contains(_mapping.AddedIndex(column)) : _buffers[column.Index] is not null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw Getters.Inactive(column);
        }

        int added = _mapping.AddedIndex(column);
        return Getters.As<TValue>(
            added >= 0 ? Getters.Of(_mapping.Added[added], () => Computed().Values(added, _current)) : _buffers[column.Index]!.Getter(Row),
            column);
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
        for (_count = 0; _count < _ids.Length && MoveInput(); _count++)
        {
            _positions[_count] = _input.Position;
            _batches[_count] = _input.Batch;
            _idGetter(ref _ids[_count]);
            foreach (ColumnBuffer? buffer in _buffers)
            {
                buffer?.Store(_count);
            }

            _batch.Read(_count);
        }

        _computed = false;
    }

    private bool MoveInput()
    {
        try
        {
            return _input.MoveNext();
        }
        catch (Exception error) when (UnreadableRow.IsMeant(error))
        {
            UnreadableRow.ThrowNamed(_view, _view.Schema.Where(_input.IsColumnActive));
            throw;
        }
    }

    private RowBatch Computed()
    {
        _ = Row(); // or there is none
        if (!_computed)
        {
            _batch.Compute(_count);
            _computed = true;
        }

        return _batch;
    }

    private int Row() => _current >= 0 && !_ended
        ? _current
        : throw Getters.NoRow();
}
