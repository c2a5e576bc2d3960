namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Columns as trees take them, without missing cells, as synthpop makes them: a number that may be missing is 0 where it is, and a column
/// says so; a missing category is one more category.
/// </summary>
internal sealed class CartInputs
{
    private readonly (int Column, bool IsWhetherMissing)[] _of;

    /// <param name="table">The training table.</param>
    /// <param name="columns">Which columns, in this order.</param>
    public CartInputs(Table table, IEnumerable<int> columns)
    {
        _of = [.. columns.SelectMany(column => table.Fields[column].IsNumber && table.Cells.Columns[column].Any(double.IsNaN)
            ? (IEnumerable<(int, bool)>)[(column, false), (column, true)]
            : [(column, false)])];
        Categories = [.. _of.Select(input =>
            input.IsWhetherMissing ? 2 : table.Fields[input.Column].IsNumber ? 0 : table.Fields[input.Column].Categories.Length + 1)];
        Missing = [.. Categories.Select((categories, input) => _of[input].IsWhetherMissing || categories == 0 ? 0.0 : categories - 1)];
        Cells = [.. _of.Select((_, input) =>
            (double[])[.. table.Cells.Columns[_of[input].Column].Select(cell => Value(input, cell))])];
    }

    /// <summary>Categories of each input; 0 of numbers.</summary>
    public int[] Categories { get; }

    /// <summary>The training table's cells, for each input.</summary>
    public double[][] Cells { get; }

    private double[] Missing { get; }

    /// <summary>The inputs of a row.</summary>
    /// <param name="row">Its cells, of all columns of the table.</param>
    /// <param name="inputs">Receives them.</param>
    public void Of(ReadOnlySpan<double> row, Span<double> inputs)
    {
        for (int input = 0; input < inputs.Length; input++)
        {
            inputs[input] = Value(input, row[_of[input].Column]);
        }
    }

    private double Value(int input, double cell) =>
        _of[input].IsWhetherMissing ? double.IsNaN(cell) ? 1 : 0 : double.IsNaN(cell) ? Missing[input] : cell;
}
