namespace MLNetQuantumPrior.Tool;

/// <summary>
/// Reads what is given as people write it: <c>Status=bad</c>, <c>Status=bad|late</c>, <c>Age=20..30</c>, <c>Age=60..</c>, <c>Debt=</c> for
/// a missing cell, and <c>!=</c> for anything else.
/// </summary>
internal static class GivenText
{
    private const string Option = "--given";

    /// <exception cref="UsageException">It is none, or names a column that the table does not have.</exception>
    public static Given Read(string text, ColumnNames names)
    {
        (ColumnForm column, string sign, string value) = names.Cut(Option, text, "!=", "=");
        return sign == "!=" ? Not(column, value)
            : value.Length == 0 ? Given.Missing(column.Name)
            : ValueText.IsOrdered(column) && ValueText.TryCutRange(value, out string least, out string most) ? Between(column, least, most)
            : AnyOf(text, column, value.Split('|', StringSplitOptions.TrimEntries));
    }

    private static Given Not(ColumnForm column, string value) =>
        value.Length == 0 ? Given.NotMissing(column.Name)
        : IsFlag(column) ? Given.Not(column.Name, ValueText.Flag(Option, column, value))
        : column.Type == CellType.Date ? throw new UsageException(
            $"Option '{Option}', column '{column.Name}': expected a range of dates, got '!='.")
        : ValueText.IsOrdered(column) ? Given.Not(column.Name, ValueText.Number(Option, column, value))
        : Given.Not(column.Name, value);

    private static Given Between(ColumnForm column, string least, string most)
    {
        if (column.Type == CellType.Date)
        {
            return most.Length == 0 ? Given.AtLeast(column.Name, Date(least))
                : least.Length == 0 ? Given.AtMost(column.Name, Date(most))
                : Given.Between(column.Name, Date(least), Date(most));
        }

        return most.Length == 0 ? Given.AtLeast(column.Name, Number(least))
            : least.Length == 0 ? Given.AtMost(column.Name, Number(most))
            : Given.Between(column.Name, Number(least), Number(most));

        DateTime Date(string text) => ValueText.Date(Option, column, text);
        double Number(string text) => ValueText.Number(Option, column, text);
    }

    private static Given AnyOf(string text, ColumnForm column, string[] values) => (column.Type, values) switch
    {
        (CellType.Date, [var one]) => Given.Is(column.Name, ValueText.Date(Option, column, one)),
        (CellType.Flag, [var one]) when IsFlag(column) => Given.Is(column.Name, ValueText.Flag(Option, column, one)),
        (CellType.Flag or CellType.Text, _) when !IsFlag(column) => Given.AnyOf(column.Name, values),
        (CellType.Date or CellType.Flag, _) => throw new UsageException(
            $"Option '{Option}', column '{column.Name}': expected one value, got '{text}'."),
        (_, [var one]) => Given.Is(column.Name, ValueText.Number(Option, column, one)),
        _ => Given.AnyOf(column.Name, values.Select(value => ValueText.Number(Option, column, value))),
    };

    /// <summary>Whether it is true or false in ML.NET too, which it is not where cells are missing.</summary>
    private static bool IsFlag(ColumnForm column) => column is { Type: CellType.Flag, HasMissing: false };
}
