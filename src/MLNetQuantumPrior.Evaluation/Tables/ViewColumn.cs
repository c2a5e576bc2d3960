using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>Reads a column of a view as columns of a table.</summary>
internal static class ViewColumn
{
    /// <exception cref="ArgumentException">Its type is neither of numbers nor of categories.</exception>
    public static IEnumerable<TableColumn> Read(IDataView view, DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single =>
            Slots(view, column, vector.Size),
        KeyDataViewType => [Keys(view, column)],
        TextDataViewType => [Text(view, column)],
        BooleanDataViewType => [TableColumn.OfCategories(column.Name, Cells<bool>(view, column).Select(cell => cell.ToString()))],
        NumberDataViewType number => [Numbers(view, column, number)],
        DateTimeDataViewType => [Times<DateTime>(view, column, cell => cell == default ? null : cell - DateTime.UnixEpoch)],
        DateTimeOffsetDataViewType =>
            [Times<DateTimeOffset>(view, column, cell => cell == default ? null : cell - DateTimeOffset.UnixEpoch)],
        TimeSpanDataViewType => [Times<TimeSpan>(view, column, cell => cell)],
        _ => throw new ArgumentException(
            $"Column '{column.Name}': expected numbers, text, keys, Booleans, dates or times, got {column.Type}. " +
            "Leave it out by SelectColumns."),
    };

    private static TableColumn Text(IDataView view, DataViewSchema.Column column) => TableColumn.OfCategories(
        column.Name, Cells<ReadOnlyMemory<char>>(view, column).Select(cell => cell.IsEmpty ? null : cell.ToString()));

    /// <summary>By the text of their values, or by their numbers where they have no values.</summary>
    private static TableColumn Keys(IDataView view, DataViewSchema.Column column)
    {
        if (!column.Annotations.Schema.Any(annotation => annotation.Name == "KeyValues"))
        {
            Type raw = column.Type.RawType;
            return TableColumn.OfCategories(column.Name, (raw == typeof(byte) ? Raw<byte>() : raw == typeof(ushort) ? Raw<ushort>()
                : raw == typeof(uint) ? Raw<uint>() : Raw<ulong>()).Select(key => key == 0 ? null : $"{key}"));
        }

        TransformsCatalog.ConversionTransforms conversion = new MLContext().Transforms.Conversion;
        view = conversion.MapKeyToValue(column.Name).Append(conversion.ConvertType(column.Name, outputKind: DataKind.String))
            .Fit(view).Transform(view);
        return Text(view, view.Schema[column.Name]);

        IEnumerable<ulong> Raw<T>()
            where T : struct, IUnsignedNumber<T> => Cells<T>(view, column).Select(ulong.CreateChecked);
    }

    private static TableColumn Numbers(IDataView view, DataViewSchema.Column column, NumberDataViewType type) =>
        type == NumberDataViewType.Single ? Of<float>(view, column)
        : type == NumberDataViewType.Double ? Of<double>(view, column)
        : type == NumberDataViewType.SByte ? Of<sbyte>(view, column)
        : type == NumberDataViewType.Int16 ? Of<short>(view, column)
        : type == NumberDataViewType.Int32 ? Of<int>(view, column)
        : type == NumberDataViewType.Int64 ? Of<long>(view, column)
        : type == NumberDataViewType.Byte ? Of<byte>(view, column)
        : type == NumberDataViewType.UInt16 ? Of<ushort>(view, column)
        : type == NumberDataViewType.UInt32 ? Of<uint>(view, column)
        : Of<ulong>(view, column);

    private static TableColumn Of<T>(IDataView view, DataViewSchema.Column column)
        where T : struct, INumber<T> =>
        TableColumn.OfNumbers(column.Name, [.. Cells<T>(view, column).Select(double.CreateChecked)]);

    /// <summary>In seconds, dates since 1970.</summary>
    private static TableColumn Times<T>(IDataView view, DataViewSchema.Column column, Func<T, TimeSpan?> time) =>
        TableColumn.OfNumbers(column.Name, [.. Cells<T>(view, column).Select(cell => time(cell)?.TotalSeconds ?? double.NaN)]);

    private static IEnumerable<TableColumn> Slots(IDataView view, DataViewSchema.Column column, int size)
    {
        string[] names = [.. Enumerable.Range(0, size).Select(slot => FormattableString.Invariant($"{column.Name}[{slot}]"))];
        if (column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> given = default;
            column.GetSlotNames(ref given);
            names = [.. given.DenseValues().Select((name, slot) => name.IsEmpty ? names[slot] : name.ToString())];
        }

        float[][] rows = [.. Cells<VBuffer<float>>(view, column).Select(row => row.DenseValues().ToArray())];
        return names.Select((name, slot) => TableColumn.OfNumbers(name, [.. rows.Select(row => (double)row[slot])]));
    }

    private static IEnumerable<T> Cells<T>(IDataView view, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        T cell = default!;
        while (cursor.MoveNext())
        {
            getter(ref cell);
            yield return cell;
        }
    }
}
