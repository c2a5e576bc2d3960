using Microsoft.ML;
using Parquet.Schema;

namespace MLNetQuantumPrior.Tool;

/// <summary>How columns of Parquet files are written elsewhere, and others as Parquet.</summary>
internal static class ParquetForm
{
    /// <summary>Reads a file and how its columns are written.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, or has columns of lists, structures or other types.</exception>
    public static TableFile Read(string path, CancellationToken cancel)
    {
        ImmutableArray<ParquetColumn> columns = ParquetTable.Read([path], cancel);
        var form = new TableForm(null, [.. columns.Select(Of)])
        {
            Fields = columns.ToImmutableDictionary(column => column.Field.Name, column => column.Field),
        };
        return new(new([.. columns.Select(column => column.Stored)]), form);
    }

    /// <summary>What of each row becomes which column of a file.</summary>
    public static ImmutableArray<ParquetCell> Cells(IDataView rows, TableForm form) =>
    [
        .. form.Of(rows).Select((column, k) => new ParquetCell(
            rows.Schema[k],
            form.Fields.TryGetValue(column.Name, out DataField? own) ? own : FieldOf(column),
            True: column.True ?? "true")),
    ];

    private static ColumnForm Of(ParquetColumn column)
    {
        (DataField field, bool hasMissing) = (column.Field, column.HasMissing);
        return ParquetText.Is(field) ? Form(CellType.Text) : Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => Form(CellType.Flag) with { True = "true", False = "false" },
            TypeCode.Single => Form(CellType.Single) with { Number = NumberForm.Shortest },
            TypeCode.Double => Form(CellType.Number) with { Number = NumberForm.Shortest },
            TypeCode.Decimal => Form(CellType.Number) with { Number = new(((DecimalDataField)field).Scale, AreDecimalsFixed: true) },
            TypeCode.DateTime => Form(CellType.Date) with
            {
                DateFormat = ((StoredColumn<DateTime>)column.Stored).Values.All(date => date.TimeOfDay == default)
                    ? "yyyy-MM-dd"
                    : "yyyy-MM-dd HH:mm:ss.FFFFFF",
            },
            _ => Form(CellType.Whole) with { Number = NumberForm.Whole },
        };

        ColumnForm Form(CellType type) => new(field.Name, type, hasMissing);
    }

    /// <summary>The column of a file that was no Parquet file.</summary>
    private static DataField FieldOf(ColumnForm form) => form.Type switch
    {
        CellType.Whole => new DataField<long>(form.Name, form.HasMissing),
        CellType.Number => new DataField<double>(form.Name, form.HasMissing),
        CellType.Single => new DataField<float>(form.Name, form.HasMissing),
        CellType.Flag => new DataField<bool>(form.Name, form.HasMissing),
        CellType.Date => new DateTimeDataField(form.Name, DateTimeFormat.DateAndTimeMicros, isNullable: form.HasMissing),
        _ => new DataField<string>(form.Name, true),
    };
}
