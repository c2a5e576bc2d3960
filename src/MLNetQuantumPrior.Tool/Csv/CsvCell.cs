using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tool;

/// <summary>Writes cells of a CSV file.</summary>
internal static class CsvCell
{
    /// <summary>An action that appends the present row's cell to a line.</summary>
    public static Action<StringBuilder> Writer(DataViewRow row, DataViewSchema.Column column, ColumnForm form, CsvDialect dialect)
    {
        NumberForm number = form.Number ?? NumberForm.Shortest;
        return column.Type switch
        {
            TextDataViewType => Of<ReadOnlyMemory<char>>(
                text => text.IsEmpty, (text, line) => Append(line, text.Span, form.IsQuoted, dialect)),
            BooleanDataViewType => Of<bool>(
                _ => false, (flag, line) => line.Append((flag ? form.True : form.False) ?? (flag ? "true" : "false"))),
            DateTimeDataViewType => Of<DateTime>(
                date => date == default,
                (date, line) => Append(line, date.ToString(form.DateFormat, CultureInfo.InvariantCulture), false, dialect)),
            _ when column.Type.RawType == typeof(double) => Of<double>(double.IsNaN, number.Write),
            _ when column.Type.RawType == typeof(float) => Of<float>(
                float.IsNaN, (value, line) => line.Append(CultureInfo.InvariantCulture, $"{value}")),
            _ when column.Type.RawType == typeof(long) => Whole<long>(),
            _ when column.Type.RawType == typeof(int) => Whole<int>(),
            _ when column.Type.RawType == typeof(uint) => Whole<uint>(),
            _ when column.Type.RawType == typeof(short) => Whole<short>(),
            _ when column.Type.RawType == typeof(ushort) => Whole<ushort>(),
            _ when column.Type.RawType == typeof(byte) => Whole<byte>(),
            _ => Whole<sbyte>(),
        };

        Action<StringBuilder> Whole<T>()
            where T : struct => Of<T>(_ => false, (value, line) => line.Append(CultureInfo.InvariantCulture, $"{value}"));

        Action<StringBuilder> Of<T>(Predicate<T> isMissing, Action<T, StringBuilder> append)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default!;
            bool quotesAll = form.IsQuoted && column.Type is not TextDataViewType;
            return line =>
            {
                getter(ref value);
                if (isMissing(value))
                {
                    line.Append(form.Missing);
                    return;
                }

                line.Append(quotesAll ? "\"" : "");
                append(value, line);
                line.Append(quotesAll ? "\"" : "");
            };
        }
    }

    /// <summary>Appends a text: in quotes if it would be read as something else without them.</summary>
    public static void Append(StringBuilder line, ReadOnlySpan<char> text, bool isQuoted, CsvDialect dialect)
    {
        bool needsQuotes = text.IndexOfAny(['"', '\r', '\n', dialect.Separator]) >= 0
            || (text.Length > 0 && (text[0] is ' ' or '\t' || text[^1] is ' ' or '\t'));
        if (!isQuoted && !needsQuotes)
        {
            line.Append(text);
            return;
        }

        line.Append('"');
        foreach (char c in text)
        {
            line.Append(c, c == '"' ? 2 : 1);
        }

        line.Append('"');
    }
}
