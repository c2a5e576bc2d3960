using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Categories">Its categories in the order of their codes; default of numbers.</param>
internal sealed record TableField(string Name, ImmutableArray<string> Categories)
{
    public bool IsNumber => Categories.IsDefault;
}

/// <summary>A table in memory, as all methods that are compared take and give it.</summary>
/// <param name="Fields">Its columns.</param>
/// <param name="Cells">Their cells.</param>
/// <param name="Target">Which column is to be predicted from the others.</param>
internal sealed record Table(ImmutableArray<TableField> Fields, TableCells Cells, int Target)
{
    public int Rows => Cells.Rows;

    public TableField TargetField => Fields[Target];

    /// <summary>Reads a view whose columns are numbers of single precision and text.</summary>
    public static Table Of(IDataView view, string target)
    {
        ImmutableArray<TableField> fields = [.. view.Schema.Where(column => !column.IsHidden).Select(column => new TableField(
            column.Name, column.Type == NumberDataViewType.Single ? default : [.. Texts(view, column.Name).OfType<string>().Distinct()]))];
        string[] names = [.. fields.Select(field => field.Name)];
        return names.Contains(target)
            ? new Table(fields, TableCells.Empty(0, names.Length), Array.IndexOf(names, target)).Read(view)
            : throw new InvalidDataException($"Table: expected a column '{target}', got {string.Join(", ", names)}.");
    }

    /// <summary>A table with the same columns, and the cells of a view.</summary>
    public Table Read(IDataView view)
    {
        ImmutableArray<double[]> columns = [.. Fields.Select(field => (double[])(field.IsNumber
            ? [.. view.GetColumn<float>(field.Name).Select(cell => (double)cell)]
            : [.. Texts(view, field.Name).Select(text => text is null ? double.NaN : Code(field, text))]))];
        return With(new(columns[0].Length, columns));

        static double Code(TableField field, string text) => field.Categories.IndexOf(text) is >= 0 and var code
            ? code
            : throw new InvalidDataException($"Column '{field.Name}': expected a category of the training table, got '{text}'.");
    }

    /// <summary>A table with the same columns and other cells.</summary>
    public Table With(TableCells cells) => this with { Cells = cells };

    public Table Select(ReadOnlySpan<int> rows) => With(Cells.Select(rows));

    /// <summary>The rows of this table, then those of another one with the same columns.</summary>
    public Table Append(Table more) => With(new(
        Rows + more.Rows,
        [.. Cells.Columns.Zip(more.Cells.Columns, (first, second) => (double[])[.. first, .. second])]));

    /// <summary>Rows in which the target has a category.</summary>
    public int[] RowsOf(int category) => [.. Enumerable.Range(0, Rows).Where(row => Cells.Columns[Target][row] == category)];

    /// <summary>How many rows there are of each category of the target.</summary>
    public int[] ClassSizes() => [.. Enumerable.Range(0, TargetField.Categories.Length).Select(category => RowsOf(category).Length)];

    /// <summary>The columns as measures take them.</summary>
    public IReadOnlyList<TableColumn> Columns() => [.. Fields.Select((field, k) => field.IsNumber
        ? TableColumn.OfNumbers(field.Name, Cells.Columns[k])
        : TableColumn.OfCategories(
            field.Name, Cells.Columns[k].Select(cell => double.IsNaN(cell) ? null : field.Categories[(int)cell])))];

    public IDataView View() => new TableView(this);

    private static IEnumerable<string?> Texts(IDataView view, string column) =>
        view.GetColumn<ReadOnlyMemory<char>>(column).Select(cell => cell.IsEmpty ? null : cell.ToString());
}
