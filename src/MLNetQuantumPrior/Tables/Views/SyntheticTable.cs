using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Rows that are made as they are read, a block at a time: any number of them, in constant memory.</summary>
/// <param name="layout">The columns.</param>
/// <param name="rows">How many rows there are.</param>
/// <param name="fill">Makes a block of rows, from one on.</param>
/// <param name="firstId">Id of the first row.</param>
internal sealed class SyntheticTable(TableLayout layout, long rows, Action<long, TableCells> fill, long firstId = 0) : IDataView
{
    private const int BlockRows = 8192;

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = layout.Schema();

    public long? GetRowCount() => rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private void Fill(long first, TableCells block) => fill(first, block);

    private long Id(long row) => firstId + row;

    private TableCells Block(long first) => TableCells.Empty((int)Math.Min(BlockRows, rows - first), layout.Cells);

    private sealed class Cursor(SyntheticTable table, HashSet<int> active) : DataViewRowCursor
    {
        private TableCells? _block;
        private long _first, _position = -1;
        private bool _isEnded;

        public override long Position => _isEnded ? -1 : _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => table.Schema;

        public override bool MoveNext()
        {
            if (_isEnded || ++_position >= (table.GetRowCount() ?? 0))
            {
                _isEnded = true;
                return false;
            }

            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)Id(), 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw Getters.Inactive(column);
            }

            LayoutColumn own = table.Columns[column.Index];
            int first = table.FirstCell(column.Index);
            double[] cells = new double[own.Cells];
            return Getters.As<TValue>(CellGetter.Of(own, Cells, Id), column);

            ReadOnlySpan<double> Cells()
            {
                (TableCells block, int row) = Present();
                for (int k = 0; k < cells.Length; k++)
                {
                    cells[k] = block.Columns[first + k][row];
                }

                return cells;
            }
        }

        private long Id() => table.Id(Row());

        private long Row() => _position >= 0 && !_isEnded ? _position : throw Getters.NoRow();

        /// <summary>The block of the present row, made when one of its cells is first asked for.</summary>
        private (TableCells Block, int Row) Present()
        {
            long row = Row();
            if (_block is null || row < _first || row >= _first + _block.Rows)
            {
                _first = row / BlockRows * BlockRows;
                TableCells block = table.Block(_first);
                table.Fill(_first, block);
                _block = block;
            }

            return (_block, (int)(row - _first));
        }
    }

    private ImmutableArray<LayoutColumn> Columns => layout.Columns;

    private int FirstCell(int column) => layout.First(column);
}
