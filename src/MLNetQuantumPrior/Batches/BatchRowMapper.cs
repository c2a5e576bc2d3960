using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// One row at a time, as <see cref="PredictionEngine{TSrc, TDst}"/> asks for it. An engine declares every column active, and asks for
/// getters of those that it reads: only these are computed.
/// </summary>
internal sealed class BatchRowMapper(BatchMapping mapping) : IRowToRowMapper
{
    public DataViewSchema InputSchema => mapping.InputSchema;

    public DataViewSchema OutputSchema => mapping.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        mapping.InputsFor(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(input, mapping, [.. activeColumns]);
    }

    private sealed class Row : DataViewRow
    {
        private readonly DataViewRow _input;
        private readonly BatchMapping _mapping;
        private readonly HashSet<int> _active;
        private readonly HashSet<int> _asked = []; // added columns with a getter
        private RowBatch? _batch;
        private long _computed = long.MinValue;

        public Row(DataViewRow input, BatchMapping mapping, DataViewSchema.Column[] active)
        {
            (_input, _mapping) = (input, mapping);
            _active = [.. active.Select(column => column.Index)];
        }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _mapping.OutputSchema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw Getters.Inactive(column);
            }

            int added = _mapping.AddedIndex(column);
            if (added < 0)
            {
                return _input.GetGetter<TValue>(_input.Schema[column.Index]);
            }

            if (_asked.Add(added))
            {
                (_batch, _computed) = (null, long.MinValue);
            }

            return Getters.As<TValue>(Getters.Of(_mapping.Added[added], () => Computed().Values(added, row: 0)), column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
            }

            base.Dispose(disposing);
        }

        /// <summary>The input's present row, computed once for all its columns: an engine counts its rows' positions up.</summary>
        private RowBatch Computed()
        {
            _batch ??= _mapping.CreateBatch(_input, capacity: 1, _asked);
            if (_computed != _input.Position)
            {
                _batch.Read(0);
                _batch.Compute(1);
                _computed = _input.Position;
            }

            return _batch;
        }
    }
}
