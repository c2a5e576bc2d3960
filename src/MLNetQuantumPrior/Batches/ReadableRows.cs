using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior;

/// <summary>A view without the rows that a column cannot be read of.</summary>
/// <param name="input">The view with all rows.</param>
/// <param name="features">The column.</param>
/// <param name="host">Where to name the rows that are left out.</param>
internal sealed class ReadableRows(IDataView input, FeatureColumn features, IHost host) : IDataView
{
    private readonly ConcurrentDictionary<DataViewRowId, bool> _named = new();

    private DataViewSchema.Column Column => features.Column;

    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] asked = [.. columnsNeeded];
        return new Cursor(this, UnreadableRow.OneByOne(input, WithOwn(asked), rand), asked);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] asked = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(WithOwn(asked), n, rand).Select(cursor => new Cursor(this, cursor, asked))];
    }

    /// <summary>The columns that were asked for, the one that decides, and texts that name a row.</summary>
    private IEnumerable<DataViewSchema.Column> WithOwn(IEnumerable<DataViewSchema.Column> asked) =>
        asked.Append(features.Column).Concat(UnreadableRow.TextColumns(Schema)).DistinctBy(column => column.Index);

    private void Name(DataViewRowId id, DataViewRow row, Exception error)
    {
        if (_named.TryAdd(id, true))
        {
            using IChannel channel = host.Start("Reading");
            channel.Warning(
                MessageSensitivity.UserData, "Row {0}{1} is left out: column '{2}' cannot be read. {3}",
                row.Position, UnreadableRow.Texts(row), features.Column.Name, error.Message);
        }
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly ReadableRows _view;
        private readonly DataViewRowCursor _input;
        private readonly HashSet<int> _asked;
        private readonly ValueGetter<VBuffer<float>> _getter;
        private readonly ValueGetter<DataViewRowId> _idGetter;
        private VBuffer<float> _features;
        private long _position = -1;
        private bool _ended;

        public Cursor(ReadableRows view, DataViewRowCursor input, IEnumerable<DataViewSchema.Column> asked)
        {
            (_view, _input, _asked) = (view, input, [.. asked.Select(column => column.Index)]);
            _getter = input.GetGetter<VBuffer<float>>(view.Column);
            _idGetter = input.GetIdGetter();
        }

        public override long Position => _ended ? -1 : _position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _view.Schema;

        public override bool MoveNext()
        {
            while (!_ended && _input.MoveNext())
            {
                try
                {
                    _getter(ref _features);
                    _position++;
                    return true;
                }
                catch (Exception error) when (UnreadableRow.IsMeant(error))
                {
                    DataViewRowId id = default;
                    _idGetter(ref id);
                    _view.Name(id, _input, error);
                }
            }

            _ended = true;
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _asked.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw Getters.Inactive(column);
            }

            return column.Index == _view.Column.Index
                ? Getters.As<TValue>((ValueGetter<VBuffer<float>>)Copy, column)
                : _input.GetGetter<TValue>(column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Copy(ref VBuffer<float> value)
        {
            if (Position < 0)
            {
                throw Getters.NoRow();
            }

            _features.CopyTo(ref value);
        }
    }
}
