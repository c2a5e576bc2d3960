namespace MLNetQuantumPrior.Evaluation;

/// <summary>What the cells of the training rows keep to, and which rows of another table do not.</summary>
internal sealed class TableRange
{
    private const int MaxBroken = 20;

    private readonly CodedTable _train;
    private readonly ColumnRange[] _ranges;
    private readonly ImpossiblePairs _pairs;

    public TableRange(CodedTable train)
    {
        _train = train;
        _ranges = [.. train.Columns.Select(column => new ColumnRange(column))];
        _pairs = new(train);
    }

    public ViolationFigures Violations(CodedTable table)
    {
        bool[] outside = new bool[table.Rows], unseen = new bool[table.Rows], decimals = new bool[table.Rows];
        bool[] missing = new bool[table.Rows], impossible = new bool[table.Rows];
        for (int c = 0; c < _ranges.Length; c++)
        {
            ColumnRange range = _ranges[c];
            bool[] strange = _train.Columns[c].IsNumber ? outside : unseen;
            for (int row = 0; row < table.Rows; row++)
            {
                double cell = table.Columns[c].Cells[row];
                if (double.IsNaN(cell))
                {
                    missing[row] |= !range.HasMissing;
                    continue;
                }

                strange[row] |= !range.Contains(cell);
                decimals[row] |= !range.HasDecimalsOf(cell);
            }
        }

        ImmutableArray<BrokenImplication> broken = _pairs.Find(table, impossible);
        return new(
            Share(Enumerable.Range(0, table.Rows).Select(
                row => outside[row] || unseen[row] || decimals[row] || missing[row] || impossible[row])),
            Share(outside),
            Share(unseen),
            Share(decimals),
            Share(missing),
            Share(impossible),
            [.. broken.Take(MaxBroken)]);

        double Share(IEnumerable<bool> rows) => rows.Count(row => row) / (double)table.Rows;
    }
}
