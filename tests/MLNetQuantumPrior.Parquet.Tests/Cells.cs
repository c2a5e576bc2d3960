using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>Rows as text, to compare them.</summary>
internal static class Cells
{
    /// <summary>The columns and their types, then each row.</summary>
    public static string[] Of(IDataView table)
    {
        string[][] columns = [.. table.Schema.Select(column => column.Type.RawType switch
        {
            var type when type == typeof(float) => Of<float>(table, column),
            var type when type == typeof(double) => Of<double>(table, column),
            var type when type == typeof(long) => Of<long>(table, column),
            var type when type == typeof(bool) => Of<bool>(table, column),
            var type when type == typeof(DateTime) => Of<DateTime>(table, column),
            _ => Of<ReadOnlyMemory<char>>(table, column),
        })];
        int rows = columns.Length == 0 ? 0 : columns[0].Length;
        return
        [
            string.Join(';', table.Schema.Select(column => $"{column.Name}:{column.Type}")),
            .. Enumerable.Range(0, rows).Select(row => string.Join(';', columns.Select(column => column[row]))),
        ];
    }

    private static string[] Of<T>(IDataView table, DataViewSchema.Column column) =>
        [.. table.GetColumn<T>(column).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];
}
