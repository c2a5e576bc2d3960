using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>Reads values of a known column as cells.</summary>
internal static class CellReader
{
    /// <summary>An action that adds the present row's cells to as many lists as the column is columns inside.</summary>
    public static Action<List<double>[]> Of(LayoutColumn layout, DataViewRow row, DataViewSchema.Column column) => layout.Kind switch
    {
        LayoutKind.Vector => Vectors(layout, row, column),
        LayoutKind.Date => Scalars<DateTime>(row, column, date =>
            date == default ? double.NaN : Math.Round((date.Ticks - layout.Origin) / (double)layout.Unit)),
        LayoutKind.Category when layout.Type == TypeCode.String => Texts(layout, row, column),
        LayoutKind.Category when layout.Type == TypeCode.Boolean => Categories<bool>(layout, row, column, flag => flag ? "True" : "False"),
        _ => layout.Type switch
        {
            TypeCode.SByte => Numbers<sbyte>(layout, row, column),
            TypeCode.Byte => Numbers<byte>(layout, row, column),
            TypeCode.Int16 => Numbers<short>(layout, row, column),
            TypeCode.UInt16 => Numbers<ushort>(layout, row, column),
            TypeCode.Int32 => Numbers<int>(layout, row, column),
            TypeCode.UInt32 => Numbers<uint>(layout, row, column),
            TypeCode.Int64 => Numbers<long>(layout, row, column),
            TypeCode.UInt64 => Numbers<ulong>(layout, row, column),
            TypeCode.Single => Numbers<float>(layout, row, column),
            _ => Numbers<double>(layout, row, column),
        },
    };

    private static Action<List<double>[]> Numbers<T>(LayoutColumn layout, DataViewRow row, DataViewSchema.Column column)
        where T : struct, INumber<T>
    {
        if (layout.Kind == LayoutKind.Category)
        {
            return Categories<T>(layout, row, column, number =>
                T.IsNaN(number) || (layout.Key is not null && T.IsZero(number))
                    ? null
                    : number.ToString(null, CultureInfo.InvariantCulture));
        }

        return Scalars<T>(row, column, number => T.IsNaN(number) ? double.NaN
            : T.IsInfinity(number) ? throw new ArgumentException(
                $"Column '{layout.Name}', row {row.Position}: expected a finite number, got {number}.")
            : ShiftedNumber.Cell(number, layout.Shift));
    }

    private static Action<List<double>[]> Categories<T>(
        LayoutColumn layout, DataViewRow row, DataViewSchema.Column column, Func<T, string?> name)
        where T : notnull
    {
        Dictionary<string, double> codes = Codes(layout);
        var known = new Dictionary<T, double>();
        return Scalars<T>(row, column, value =>
        {
            if (!known.TryGetValue(value, out double code))
            {
                string? text = name(value);
                known.Add(value, code = text is null ? double.NaN
                    : codes.TryGetValue(text, out double found) ? found : throw Unknown(layout, row, text));
            }

            return code;
        });
    }

    private static Action<List<double>[]> Texts(LayoutColumn layout, DataViewRow row, DataViewSchema.Column column)
    {
        Dictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> codes = Codes(layout).GetAlternateLookup<ReadOnlySpan<char>>();
        return Scalars<ReadOnlyMemory<char>>(row, column, text =>
            text.IsEmpty ? double.NaN
            : codes.TryGetValue(text.Span, out double code) ? code
            : throw Unknown(layout, row, text.ToString()));
    }

    private static Action<List<double>[]> Vectors(LayoutColumn layout, DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        float[] dense = new float[layout.Slots];
        return cells =>
        {
            getter(ref value);
            value.CopyTo(dense);
            for (int slot = 0; slot < dense.Length; slot++)
            {
                cells[slot].Add(!float.IsInfinity(dense[slot]) ? dense[slot] : throw new ArgumentException(
                    $"Column '{layout.Name}', slot {slot}, row {row.Position}: expected a finite number, got {dense[slot]}."));
            }
        };
    }

    private static Action<List<double>[]> Scalars<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> cell)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return cells =>
        {
            getter(ref value);
            cells[0].Add(cell(value));
        };
    }

    private static Dictionary<string, double> Codes(LayoutColumn layout) => new(
        layout.Categories.Select((text, code) => KeyValuePair.Create(text, (double)code)), StringComparer.Ordinal);

    private static ArgumentException Unknown(LayoutColumn layout, DataViewRow row, string text)
    {
        const int Shown = 20;
        string known = string.Join(", ", layout.Categories.Take(Shown)) + (layout.Categories.Length > Shown ? ", ..." : "");
        return new(
            $"Column '{layout.Name}', row {row.Position}: expected a category that the training table has, got '{text}'. It has {known}.");
    }
}
