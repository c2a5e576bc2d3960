using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Encodes one row at a time, as <see cref="PredictionEngine{TSrc, TDst}"/> asks for it.</summary>
internal sealed class LatentRowMapper(BoundLatentMapping mapping) : IRowToRowMapper
{
    public DataViewSchema InputSchema => mapping.InputSchema;

    public DataViewSchema OutputSchema => mapping.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => mapping.InputsFor(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Row(input, mapping, [.. activeColumns.Select(column => column.Index)]);
    }

    private sealed class Row(DataViewRow input, BoundLatentMapping mapping, HashSet<int> active) : DataViewRow
    {
        private readonly float[] _features = new float[mapping.Features.Size];
        private readonly float[] _latents = new float[mapping.Mapping.Model.Architecture.LatentSize];
        private VBuffer<float> _scratch;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => mapping.OutputSchema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw Getters.Inactive(column);
            }

            return column.Index == mapping.OutputIndex
                ? Getters.As<TValue>(LatentGetter(), column)
                : input.GetGetter<TValue>(input.Schema[column.Index]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
            }

            base.Dispose(disposing);
        }

        private ValueGetter<VBuffer<float>> LatentGetter()
        {
            ValueGetter<VBuffer<float>> features = input.GetGetter<VBuffer<float>>(input.Schema[mapping.Features.Column.Index]);
            return (ref VBuffer<float> value) =>
            {
                features(ref _scratch);
                mapping.Features.Read(in _scratch, input.Position, _features);
                mapping.Mapping.Encode(_features, _latents);
                var editor = VBufferEditor.Create(ref value, _latents.Length);
                _latents.CopyTo(editor.Values);
                value = editor.Commit();
            };
        }
    }
}
