using System.Globalization;
using System.Numerics;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior.Tool;

/// <summary>Reads a column of a Parquet file, one group of rows after another.</summary>
internal abstract class ParquetSource
{
    /// <summary>Reads the cells of a group of rows.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader rows, CancellationToken cancel);

    /// <summary>The whole column.</summary>
    public abstract ParquetColumn Column();

    /// <exception cref="InvalidDataException">The column is of another type.</exception>
    public static ParquetSource Of(string path, DataField field) => field.Path.Length > 1 || field.IsArray
        ? throw Unknown(path, field, "a list or a structure")
        : ParquetText.Is(field) ? new Texts(field)
        : Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => new Values<bool>(field, Flags),
            TypeCode.SByte => new Values<sbyte>(field, Whole),
            TypeCode.Byte => new Values<byte>(field, Whole),
            TypeCode.Int16 => new Values<short>(field, Whole),
            TypeCode.UInt16 => new Values<ushort>(field, Whole),
            TypeCode.Int32 => new Values<int>(field, Whole),
            TypeCode.UInt32 => new Values<uint>(field, Whole),
            TypeCode.Int64 => new Values<long>(field, Whole),
            TypeCode.Single => new Values<float>(field, Singles),
            TypeCode.Double => new Values<double>(field, Numbers),
            TypeCode.Decimal => new Values<decimal>(field, Numbers),
            TypeCode.DateTime => new Values<DateTime>(field, Dates),
            _ => throw Unknown(path, field, field.ClrType.Name),
        };

    private static InvalidDataException Unknown(string path, DataField field, string type) =>
        new($"File '{path}', column '{field.Name}': expected numbers, text, Booleans or dates, got {type}.");

    private static ParquetColumn Flags(DataField field, List<bool?> cells)
    {
        ColumnForm form = new(field.Name, CellType.Flag, cells.Contains(null)) { True = "true", False = "false" };
        return form.HasMissing
            ? Stored(form, cells, default, flag => (flag ? form.True : form.False).AsMemory())
            : Stored(form, cells, default, flag => flag);
    }

    private static ParquetColumn Whole<T>(DataField field, List<T?> cells)
        where T : struct, INumber<T>
    {
        ColumnForm form = new(field.Name, CellType.Whole, cells.Contains(null)) { Number = NumberForm.Whole };
        return form.HasMissing
            ? Stored(form, cells, double.NaN, number => double.CreateChecked(number))
            : Stored(form, cells, default, number => long.CreateChecked(number));
    }

    private static ParquetColumn Numbers<T>(DataField field, List<T?> cells)
        where T : struct, INumber<T>
    {
        NumberForm number = field is DecimalDataField { Scale: var decimals } ? new(decimals, AreDecimalsFixed: true) : NumberForm.Shortest;
        ColumnForm form = new(field.Name, CellType.Number, cells.Contains(null)) { Number = number };
        return Stored(form, cells, double.NaN, value => double.CreateChecked(value));
    }

    private static ParquetColumn Singles(DataField field, List<float?> cells) => Stored(
        new(field.Name, CellType.Single, cells.Contains(null)) { Number = NumberForm.Shortest }, cells, float.NaN, number => number);

    private static ParquetColumn Dates(DataField field, List<DateTime?> cells)
    {
        bool areDays = cells.All(date => date is null || date.Value.TimeOfDay == default);
        string format = areDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF";
        return Stored(new(field.Name, CellType.Date, cells.Contains(null)) { DateFormat = format }, cells, default, date => date);
    }

    private static ParquetColumn Stored<T, TValue>(ColumnForm form, List<T?> cells, TValue missing, Func<T, TValue> value)
        where T : struct
    {
        var column = new StoredColumn<TValue>(form.Name, form.ViewType);
        column.Values.AddRange(cells.Select(cell => cell is { } present ? value(present) : missing));
        return new(form, column);
    }

    private sealed class Values<T>(DataField field, Func<DataField, List<T?>, ParquetColumn> column) : ParquetSource
        where T : struct
    {
        private readonly List<T?> _cells = [];

        public override async Task ReadAsync(ParquetRowGroupReader rows, CancellationToken cancel)
        {
            if (field.IsNullable)
            {
                var cells = new T?[rows.RowCount];
                await rows.ReadAsync<T>(field, cells.AsMemory(), cancellationToken: cancel).ConfigureAwait(false);
                _cells.AddRange(cells);
            }
            else
            {
                var cells = new T[rows.RowCount];
                await rows.ReadAsync<T>(field, cells.AsMemory(), cancellationToken: cancel).ConfigureAwait(false);
                _cells.AddRange(cells.Select(cell => (T?)cell));
            }
        }

        public override ParquetColumn Column() => column(field, _cells);
    }

    private sealed class Texts(DataField field) : ParquetSource
    {
        private readonly StoredColumn<ReadOnlyMemory<char>> _column = new(field.Name, TextDataViewType.Instance);
        private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
        private bool _hasMissing;

        public override async Task ReadAsync(ParquetRowGroupReader rows, CancellationToken cancel)
        {
            string?[] cells = new string?[rows.RowCount];
            await rows.ReadAsync(field, cells.AsMemory(), cancellationToken: cancel).ConfigureAwait(false);
            foreach (string? cell in cells)
            {
                _hasMissing |= string.IsNullOrEmpty(cell);
                if (cell is not null && !_texts.TryGetValue(cell, out _))
                {
                    _texts.Add(cell);
                }

                _column.Values.Add(cell is null ? default : (_texts.TryGetValue(cell, out string? known) ? known : cell).AsMemory());
            }
        }

        public override ParquetColumn Column() => new(new(field.Name, CellType.Text, _hasMissing), _column);
    }
}
