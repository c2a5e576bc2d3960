using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>The columns of a user's table, and which columns they are inside.</summary>
/// <param name="Columns">The columns, in their order.</param>
internal sealed record TableLayout(ImmutableArray<LayoutColumn> Columns)
{
    /// <summary>Columns inside.</summary>
    public int Cells => Columns.Sum(column => column.Cells);

    /// <summary>The first column inside of a column of the table.</summary>
    public int First(int column) => Columns.Take(column).Sum(before => before.Cells);

    /// <summary>The column of the table that a column inside belongs to.</summary>
    public LayoutColumn Owner(int cell)
    {
        int k = 0;
        for (; cell >= Columns[k].Cells; k++)
        {
            cell -= Columns[k].Cells;
        }

        return Columns[k];
    }

    /// <summary>Number of a column inside by its name: the column's, or with a slot "Name[slot]".</summary>
    /// <exception cref="ArgumentException">There is none, or it is an identifier.</exception>
    /// <param name="name">The name.</param>
    /// <param name="what">What errors call it.</param>
    public int CellOf(string name, string what = "Column")
    {
        string[] names = [.. Columns.SelectMany(column => column.CellNames())];
        int found = Array.IndexOf(names, name);
        return found >= 0 ? found : throw new ArgumentException(
            $"{what} '{name}': expected one of {string.Join(", ", names)}.");
    }

    /// <summary>The schema of generated tables: the columns, their types and annotations.</summary>
    public DataViewSchema Schema()
    {
        var schema = new DataViewSchema.Builder();
        foreach (LayoutColumn column in Columns)
        {
            schema.AddColumn(column.Name, column.ViewType, column.Annotations ?? Rebuilt(column));
        }

        return schema.ToSchema();
    }

    /// <summary>Cells of a table of this layout.</summary>
    /// <param name="table">A table with at least the columns that are no identifiers, of their types.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or a category is unknown.</exception>
    public TableCells Read(IDataView table, CancellationToken cancel)
    {
        LayoutColumn[] own = [.. Columns.Where(column => column.Cells > 0)];
        DataViewSchema.Column[] columns = [.. own.Select(column => Find(table.Schema, column))];
        using DataViewRowCursor cursor = table.GetRowCursor(columns);
        Action<List<double>[]>[] readers = [.. own.Zip(columns, (layout, column) => CellReader.Of(layout, cursor, column))];
        List<double>[][] cells = [.. own.Select(column => Enumerable.Range(0, column.Cells).Select(_ => new List<double>()).ToArray())];
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            cancel.ThrowIfCancellationRequested();
            for (int k = 0; k < readers.Length; k++)
            {
                readers[k](cells[k]);
            }
        }

        return new(rows, [.. cells.SelectMany(column => column).Select(column => column.ToArray())]);
    }

    /// <summary>The column of a table that is one of a layout.</summary>
    /// <exception cref="ArgumentException">It is missing, of another type, or a key of other values.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, LayoutColumn layout)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(layout.Name)
            ?? throw new ArgumentException($"Column '{layout.Name}': expected it in the table, as in training, got none.");
        if (!column.Type.Equals(layout.ViewType))
        {
            throw new ArgumentException($"Column '{layout.Name}': expected {layout.ViewType}, as in training, got {column.Type}.");
        }

        ImmutableArray<string> own = layout.Key?.Values ?? [], values = own.IsEmpty ? [] : KeyNames.Of(column);
        int other = values.IsEmpty ? -1 : Enumerable.Range(0, own.Length).FirstOrDefault(
            k => k < values.Length && values[k] != own[k] && values[k].Length > 0 && own[k].Length > 0, -1);
        return other < 0 ? column : throw new ArgumentException(
            $"Column '{layout.Name}': expected the key values of training, number {other + 1} being '{own[other]}', got '{values[other]}'. "
            + "Map the table by the transformer of the training table.");
    }

    /// <summary>The annotations that a file keeps: values of keys, names of slots.</summary>
    private static DataViewSchema.Annotations? Rebuilt(LayoutColumn column) =>
        column.Key is { Values.IsEmpty: false } key ? TypedNames.Of(key.ValueType, key.Values).KeyValues()
        : column.SlotNames.IsEmpty ? null
        : TextAnnotation.Of(TextAnnotation.SlotNames, column.SlotNames);
}
