using System.Numerics;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior;

/// <summary>Gathers cells of a column, and writes them as a part of a group of rows of a Parquet file.</summary>
internal abstract class ParquetTarget
{
    /// <summary>Takes the present row's cell.</summary>
    public abstract void Add();

    /// <summary>Writes and forgets the cells.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancel);

    /// <param name="getters">Getters of the cursor.</param>
    /// <param name="cell">Which cell.</param>
    public static ParquetTarget Of(CellGetters getters, ParquetCell cell)
    {
        DataField field = cell.Field;
        return ParquetText.Is(field) ? new Texts(field, TextOf(getters, cell)) : Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => new Values<bool>(field, Flags(getters, cell)),
            TypeCode.SByte => new Values<sbyte>(field, Numbers<sbyte>(getters, cell)),
            TypeCode.Byte => new Values<byte>(field, Numbers<byte>(getters, cell)),
            TypeCode.Int16 => new Values<short>(field, Numbers<short>(getters, cell)),
            TypeCode.UInt16 => new Values<ushort>(field, Numbers<ushort>(getters, cell)),
            TypeCode.Int32 => new Values<int>(field, Numbers<int>(getters, cell)),
            TypeCode.UInt32 => new Values<uint>(field, Numbers<uint>(getters, cell)),
            TypeCode.Int64 => new Values<long>(field, Numbers<long>(getters, cell)),
            TypeCode.Single => new Values<float>(field, Numbers<float>(getters, cell)),
            TypeCode.Double => new Values<double>(field, Numbers<double>(getters, cell)),
            TypeCode.Decimal => new Values<decimal>(field, Decimals(getters, cell, ((DecimalDataField)field).Scale)),
            _ => new Values<DateTime>(field, Dates(getters, cell)),
        };
    }

    private static Func<ReadOnlyMemory<char>> TextOf(CellGetters getters, ParquetCell cell)
    {
        if (cell.ItemType is not KeyDataViewType)
        {
            return getters.Of<ReadOnlyMemory<char>>(cell);
        }

        ReadOnlyMemory<char>[] names = [default, .. KeyNames.Of(cell.Column).Select(name => name.AsMemory())];
        Func<ulong> key = getters.Key(cell);
        return () => names[key()];
    }

    private static Func<bool?> Flags(CellGetters getters, ParquetCell cell)
    {
        if (cell.ItemType is BooleanDataViewType)
        {
            Func<bool> flag = getters.Of<bool>(cell);
            return () => flag();
        }

        Func<ReadOnlyMemory<char>> word = getters.Of<ReadOnlyMemory<char>>(cell);
        return () => word() is { IsEmpty: false } text ? text.Span.SequenceEqual(cell.True) : null;
    }

    private static Func<DateTime?> Dates(CellGetters getters, ParquetCell cell)
    {
        Func<DateTime> date = getters.Of<DateTime>(cell);
        return () => date() is var value && value == default ? null : DateTime.SpecifyKind(value, DateTimeKind.Utc);
    }

    private static Func<decimal?> Decimals(CellGetters getters, ParquetCell cell, int scale)
    {
        Func<decimal?> number = Numbers<decimal>(getters, cell);
        return () => number() is { } value ? Math.Round(value, Math.Min(scale, 28)) : null;
    }

    private static Func<T?> Numbers<T>(CellGetters getters, ParquetCell cell)
        where T : struct, INumber<T>
    {
        if (cell.ItemType is KeyDataViewType)
        {
            Func<ulong> key = getters.Key(cell);
            return () => key() is var number and > 0 ? T.CreateSaturating(number) : null;
        }

        bool isWhole = T.IsZero(T.One / (T.One + T.One));
        return Type.GetTypeCode(cell.ItemType.RawType) switch
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
            Func<TValue> number = getters.Of<TValue>(cell);
            return () => number() is var value && TValue.IsNaN(value) ? null
                : isWhole && !TValue.IsInteger(value) ? T.CreateSaturating(Math.Round(double.CreateChecked(value)))
                : T.CreateSaturating(value);
        }
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
