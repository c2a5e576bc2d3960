namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Turns rows of a table into features that linear learners and trees can use: numbers standardised by the training rows, with 0 and a
/// slot "missing" where a cell is; of categories a slot for each of the most common ones, one for all others, and one for missing.
/// </summary>
internal sealed class TableFeatures
{
    /// <summary>Categories of a column with slots of their own: the states of a country fit, names of persons do not.</summary>
    private const int MaxCategories = 64;

    private readonly Action<CodedTable, int, float[]>[] _writers;

    /// <summary>Learns scales and slots.</summary>
    /// <param name="table">Rows that say what is common and how numbers are spread.</param>
    /// <param name="target">The column to leave out; -1 for none.</param>
    public TableFeatures(CodedTable table, int target = -1)
    {
        var writers = new List<Action<CodedTable, int, float[]>>();
        for (int c = 0; c < table.Columns.Length; c++)
        {
            if (c != target)
            {
                writers.Add(table.Columns[c].IsNumber ? Number(c, table.Columns[c].Cells) : Category(c, table.Columns[c]));
            }
        }

        _writers = [.. writers];
    }

    /// <summary>How many features a row has.</summary>
    public int Size { get; private set; }

    public float[][] Of(CodedTable table)
    {
        float[][] rows = new float[table.Rows][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new float[Size];
            foreach (Action<CodedTable, int, float[]> write in _writers)
            {
                write(table, row, rows[row]);
            }
        }

        return rows;
    }

    private Action<CodedTable, int, float[]> Number(int column, double[] cells)
    {
        double[] present = [.. cells.Where(double.IsFinite)];
        double mean = present.Length > 0 ? present.Average() : 0;
        double spread = Math.Sqrt(present.Sum(cell => (cell - mean) * (cell - mean)) / Math.Max(1, present.Length));
        double scale = spread > 0 ? 1 / spread : 1;
        int slot = Size;
        Size += 2;
        return (table, row, features) =>
        {
            double cell = table.Columns[column].Cells[row];
            (features[slot], features[slot + 1]) = double.IsNaN(cell) ? (0, 1) : ((float)((cell - mean) * scale), 0);
        };
    }

    private Action<CodedTable, int, float[]> Category(int column, CodedColumn cells)
    {
        int[] common = [.. cells.Cells.Where(cell => !double.IsNaN(cell)).CountBy(cell => (int)cell)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MaxCategories).Select(count => count.Key)];
        int[] slots = new int[cells.Categories.Length];
        Array.Fill(slots, Size + common.Length);
        for (int k = 0; k < common.Length; k++)
        {
            slots[common[k]] = Size + k;
        }

        int missing = Size + common.Length + 1;
        Size = missing + 1;
        return (table, row, features) =>
        {
            double cell = table.Columns[column].Cells[row];
            features[double.IsNaN(cell) ? missing : slots[(int)cell]] = 1;
        };
    }
}
