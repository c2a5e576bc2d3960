using System.Globalization;

namespace MLNetQuantumPrior.Tool;

/// <summary>Values of options, as people write them.</summary>
internal static class ValueText
{
    private const string Range = "..";

    /// <summary>Whether values of a column are in an order: numbers and dates.</summary>
    public static bool IsOrdered(ColumnForm column) => column.Type is not (CellType.Text or CellType.Flag);

    /// <summary>Cuts "20..30" in two; an empty end is open.</summary>
    public static bool TryCutRange(string text, out string least, out string most)
    {
        int cut = text.IndexOf(Range, StringComparison.Ordinal);
        (least, most) = cut < 0 ? ("", "") : (text[..cut].Trim(), text[(cut + Range.Length)..].Trim());
        return least.Length + most.Length > 0;
    }

    /// <summary>A number.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static double Number(string option, ColumnForm column, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new UsageException($"Option '{option}', column '{column.Name}': expected a number, got '{text}'.");

    /// <summary>A date, in the column's own form or as 2024-12-31.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static DateTime Date(string option, ColumnForm column, string text) =>
        DateFormats.TryReadAny(text, column.DateFormat ?? "yyyy-MM-dd", out DateTime date)
            ? date
            : throw new UsageException(
                $"Option '{option}', column '{column.Name}': expected a date as {column.DateFormat} or yyyy-MM-dd, got '{text}'.");

    /// <summary>True or false, in the column's own words.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static bool Flag(string option, ColumnForm column, string text) => text == column.True || (text == column.False ? false
        : throw new UsageException($"Option '{option}', column '{column.Name}': expected {column.True} or {column.False}, got '{text}'."));
}
