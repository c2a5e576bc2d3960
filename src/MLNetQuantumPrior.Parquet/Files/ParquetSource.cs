using System.Numerics;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior;

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

    private static ParquetColumn Flags(DataField field, List<bool?> cells) => cells.Contains(null)
        ? Stored(field, cells, TextDataViewType.Instance, default, flag => (flag ? "true" : "false").AsMemory())
        : Stored(field, cells, BooleanDataViewType.Instance, default, flag => flag);

    private static ParquetColumn Whole<T>(DataField field, List<T?> cells)
        where T : struct, INumber<T> => cells.Contains(null)
        ? Stored(field, cells, NumberDataViewType.Double, double.NaN, number => double.CreateChecked(number))
        : Stored(field, cells, NumberDataViewType.Int64, default, number => long.CreateChecked(number));

    private static ParquetColumn Numbers<T>(DataField field, List<T?> cells)
        where T : struct, INumber<T> =>
        Stored(field, cells, NumberDataViewType.Double, double.NaN, value => double.CreateChecked(value));

    private static ParquetColumn Singles(DataField field, List<float?> cells) =>
        Stored(field, cells, NumberDataViewType.Single, float.NaN, number => number);

    private static ParquetColumn Dates(DataField field, List<DateTime?> cells) =>
        Stored(field, cells, DateTimeDataViewType.Instance, default, date => date);

    private static ParquetColumn Stored<T, TValue>(
        DataField field, List<T?> cells, PrimitiveDataViewType type, TValue missing, Func<T, TValue> value)
        where T : struct
    {
        var column = new StoredColumn<TValue>(field.Name, type);
        column.Values.AddRange(cells.Select(cell => cell is { } present ? value(present) : missing));
        return new(field, column, cells.Contains(null));
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

        public override ParquetColumn Column() => new(field, _column, _hasMissing);
    }
}
