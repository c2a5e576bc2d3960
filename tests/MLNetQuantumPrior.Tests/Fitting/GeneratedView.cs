using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>A view of rows that are made as they are read and kept nowhere, with the largest live heap seen meanwhile.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="size">Features of a row, each 0 or 1.</param>
internal sealed class GeneratedView(long rows, int size) : IDataView
{
    /// <summary>Rows between two looks at the heap.</summary>
    private const long LookInterval = 4000;

    /// <summary>Passes begun so far.</summary>
    public int Passes { get; private set; }

    /// <summary>Most bytes alive on the heap while rows were read.</summary>
    public long PeakBytes { get; private set; }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = MakeSchema(size);

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Passes++;
        return new Cursor(this, rows, size);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema MakeSchema(int size)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, size));
        builder.AddColumn("Label", TextDataViewType.Instance);
        return builder.ToSchema();
    }

    private sealed class Cursor(GeneratedView view, long rows, int size) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        private bool IsRare => _position % 1000 == 999;

        public override bool MoveNext()
        {
            if (_position % LookInterval == LookInterval - 1)
            {
                view.PeakBytes = Math.Max(view.PeakBytes, GC.GetTotalMemory(forceFullCollection: true));
            }

            return ++_position < rows;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Index == 0
            ? (ValueGetter<TValue>)(Delegate)(ValueGetter<VBuffer<float>>)GetFeatures
            : (ValueGetter<TValue>)(Delegate)(ValueGetter<ReadOnlyMemory<char>>)GetLabel;

        /// <summary>Left half or right half lit, with noise; the rare class is dark.</summary>
        private void GetFeatures(ref VBuffer<float> value)
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, size);
            for (int slot = 0; slot < size; slot++)
            {
                bool lit = !IsRare && (slot < size / 2) == (_position % 2 == 0);
                bool flipped = ((ulong)((_position * size) + slot) * 0x9e3779b97f4a7c15 >> 59) == 0;
                editor.Values[slot] = lit ^ flipped ? 1 : 0;
            }

            value = editor.Commit();
        }

        private void GetLabel(ref ReadOnlyMemory<char> value) =>
            value = (IsRare ? "rare" : _position % 2 == 0 ? "left" : "right").AsMemory();
    }
}
