using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Makes values of a column's own type of cells.</summary>
internal static class CellGetter
{
    /// <summary>A getter of the present row's value.</summary>
    /// <param name="layout">The column.</param>
    /// <param name="cells">Gives the row's cells of this column.</param>
    /// <param name="row">Gives the row's number.</param>
    public static Delegate Of(LayoutColumn layout, RowCells cells, Func<long> row) => layout.Kind switch
    {
        LayoutKind.Vector => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => Copy(cells(), ref value)),
        LayoutKind.Date => (ValueGetter<DateTime>)((ref DateTime value) =>
            value = double.IsNaN(cells()[0]) ? default : layout.DateOf(cells()[0])),
        LayoutKind.Category when layout.Type == TypeCode.String => Texts(layout, cells),
        LayoutKind.Category when layout.Type == TypeCode.Boolean => Listed(cells, [.. layout.Categories.Select(bool.Parse)]),
        LayoutKind.Identifier when layout.Type == TypeCode.String => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
            value = FormattableString.Invariant($"{layout.Name}-{layout.NextIdentifier + row()}").AsMemory()),
        _ => layout.Type switch
        {
            TypeCode.SByte => Numbers<sbyte>(layout, cells, row),
            TypeCode.Byte => Numbers<byte>(layout, cells, row),
            TypeCode.Int16 => Numbers<short>(layout, cells, row),
            TypeCode.UInt16 => Numbers<ushort>(layout, cells, row),
            TypeCode.Int32 => Numbers<int>(layout, cells, row),
            TypeCode.UInt32 => Numbers<uint>(layout, cells, row),
            TypeCode.Int64 => Numbers<long>(layout, cells, row),
            TypeCode.UInt64 => Numbers<ulong>(layout, cells, row),
            TypeCode.Single => Numbers<float>(layout, cells, row),
            _ => Numbers<double>(layout, cells, row),
        },
    };

    /// <summary>Cells of a column in a row.</summary>
    public delegate ReadOnlySpan<double> RowCells();

    private static Delegate Numbers<T>(LayoutColumn layout, RowCells cells, Func<long> row)
        where T : struct, INumber<T>
    {
        if (layout.Kind == LayoutKind.Identifier)
        {
            return (ValueGetter<T>)((ref T value) => value = ShiftedNumber.Number<T>(row(), layout.NextIdentifier));
        }

        if (layout.Kind == LayoutKind.Category)
        {
            return Listed(cells, [.. layout.Categories.Select(text => T.Parse(text, CultureInfo.InvariantCulture))]);
        }

        return (ValueGetter<T>)((ref T value) => value = ShiftedNumber.Number<T>(cells()[0], layout.Shift));
    }

    /// <summary>Values by code; the type's default, which is what ML.NET takes for missing, where the cell is missing.</summary>
    private static Delegate Listed<T>(RowCells cells, T[] values) => (ValueGetter<T>)((ref T value) =>
        value = double.IsNaN(cells()[0]) ? MissingOf<T>() : values[(int)cells()[0]]);

    private static T MissingOf<T>() => typeof(T) == typeof(float) ? (T)(object)float.NaN
        : typeof(T) == typeof(double) ? (T)(object)double.NaN
        : default!;

    private static Delegate Texts(LayoutColumn layout, RowCells cells)
    {
        ReadOnlyMemory<char>[] texts = [.. layout.Categories.Select(text => text.AsMemory())];
        return Listed(cells, texts);
    }

    private static void Copy(ReadOnlySpan<double> cells, ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, cells.Length);
        for (int slot = 0; slot < cells.Length; slot++)
        {
            editor.Values[slot] = (float)cells[slot];
        }

        value = editor.Commit();
    }
}
