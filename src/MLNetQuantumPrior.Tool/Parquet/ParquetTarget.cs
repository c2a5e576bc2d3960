using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior.Tool;

/// <summary>Gathers cells of a column, and writes them as a part of a group of rows of a Parquet file.</summary>
internal abstract class ParquetTarget
{
    /// <summary>Takes the present row's cell.</summary>
    public abstract void Add();

    /// <summary>Writes and forgets the cells.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancel);

    public static ParquetTarget Of(DataViewRow row, DataViewSchema.Column column, ColumnForm form, DataField field) =>
        ParquetText.Is(field) ? new Texts(field, Getter<ReadOnlyMemory<char>>(row, column)) : Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => new Values<bool>(field, column.Type is BooleanDataViewType ? Flags(row, column) : Words(row, column, form)),
            TypeCode.SByte => new Values<sbyte>(field, Numbers<sbyte>(row, column)),
            TypeCode.Byte => new Values<byte>(field, Numbers<byte>(row, column)),
            TypeCode.Int16 => new Values<short>(field, Numbers<short>(row, column)),
            TypeCode.UInt16 => new Values<ushort>(field, Numbers<ushort>(row, column)),
            TypeCode.Int32 => new Values<int>(field, Numbers<int>(row, column)),
            TypeCode.UInt32 => new Values<uint>(field, Numbers<uint>(row, column)),
            TypeCode.Int64 => new Values<long>(field, Numbers<long>(row, column)),
            TypeCode.Single => new Values<float>(field, Numbers<float>(row, column)),
            TypeCode.Double => new Values<double>(field, Numbers<double>(row, column)),
            TypeCode.Decimal => new Values<decimal>(field, Decimals(row, column, ((DecimalDataField)field).Scale)),
            _ => new Values<DateTime>(field, Dates(row, column)),
        };

    private static Func<bool?> Flags(DataViewRow row, DataViewSchema.Column column)
    {
        Func<bool> flag = Getter<bool>(row, column);
        return () => flag();
    }

    private static Func<bool?> Words(DataViewRow row, DataViewSchema.Column column, ColumnForm form)
    {
        Func<ReadOnlyMemory<char>> word = Getter<ReadOnlyMemory<char>>(row, column);
        return () => word() is { IsEmpty: false } text ? text.Span.SequenceEqual(form.True) : null;
    }

    private static Func<DateTime?> Dates(DataViewRow row, DataViewSchema.Column column)
    {
        Func<DateTime> date = Getter<DateTime>(row, column);
        return () => date() is var value && value == default ? null : DateTime.SpecifyKind(value, DateTimeKind.Utc);
    }

    private static Func<decimal?> Decimals(DataViewRow row, DataViewSchema.Column column, int scale)
    {
        Func<decimal?> number = Numbers<decimal>(row, column);
        return () => number() is { } value ? Math.Round(value, Math.Min(scale, 28)) : null;
    }

    private static Func<T?> Numbers<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, INumber<T>
    {
        bool isWhole = T.IsZero(T.One / (T.One + T.One));
        return Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.Single => From<float>(),
            TypeCode.Double => From<double>(),
            TypeCode.Int64 => From<long>(),
            TypeCode.UInt32 => From<uint>(),
            TypeCode.Int32 => From<int>(),
            TypeCode.UInt16 => From<ushort>(),
            TypeCode.Int16 => From<short>(),
            TypeCode.Byte => From<byte>(),
            _ => From<sbyte>(),
        };

        Func<T?> From<TValue>()
            where TValue : struct, INumber<TValue>
        {
            Func<TValue> number = Getter<TValue>(row, column);
            return () => number() is var value && TValue.IsNaN(value) ? null
                : isWhole && !TValue.IsInteger(value) ? T.CreateSaturating(Math.Round(double.CreateChecked(value)))
                : T.CreateSaturating(value);
        }
    }

    private static Func<T> Getter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    private sealed class Values<T>(DataField field, Func<T?> cell) : ParquetTarget
        where T : struct
    {
        private readonly List<T?> _cells = [];

        public override void Add() => _cells.Add(cell() ?? (field.IsNullable ? null : throw new InvalidDataException(
            $"Column '{field.Name}': expected no missing cell, as the Parquet file that was read has it, got one.")));

        public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancel)
        {
            if (field.IsNullable)
            {
                await group.WriteAsync<T>(field, new ReadOnlyMemory<T?>([.. _cells]), cancellationToken: cancel).ConfigureAwait(false);
            }
            else
            {
                T[] cells = [.. _cells.Select(value => value!.Value)];
                await group.WriteAsync<T>(field, new ReadOnlyMemory<T>(cells), cancellationToken: cancel).ConfigureAwait(false);
            }

            _cells.Clear();
        }
    }

    private sealed class Texts(DataField field, Func<ReadOnlyMemory<char>> cell) : ParquetTarget
    {
        private readonly List<string?> _cells = [];

        public override void Add() => _cells.Add(cell() is { IsEmpty: false } text ? text.ToString() : field.IsNullable ? null : "");

        public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancel)
        {
            await group.WriteAsync(field, _cells!).ConfigureAwait(false);
            _cells.Clear();
        }
    }
}
