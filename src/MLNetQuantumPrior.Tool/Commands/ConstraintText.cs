namespace MLNetQuantumPrior.Tool;

/// <summary>Reads a constraint as people write it: <c>Start&lt;=End</c>, <c>Age>=0</c>, <c>Age=0..120</c>, <c>Total=Net+Tax</c>.</summary>
internal static class ConstraintText
{
    private const string Option = "--constraint";

    /// <exception cref="UsageException">It is none, or names columns that the table does not have.</exception>
    public static Constraint Read(string text, ColumnNames names)
    {
        (ColumnForm column, string sign, string rest) = names.Cut(Option, text, "<=", ">=", "<", ">", "=");
        if (!ValueText.IsOrdered(column))
        {
            throw new UsageException($"Option '{Option}': expected columns of numbers or dates, got '{column.Name}' of text.");
        }

        return sign == "=" ? Equal(text, column, rest, names)
            : names.Find(rest) is { } other ? Ordered(column.Name, sign, other.Name)
            : Bounded(text, column, sign, rest);
    }

    private static Constraint Equal(string text, ColumnForm column, string rest, ColumnNames names)
    {
        string[] parts = [.. rest.Split('+', StringSplitOptions.TrimEntries)];
        if (parts.Length > 1 && parts.All(part => names.Find(part) is not null))
        {
            return Constraint.Sum(column.Name, parts);
        }

        if (!ValueText.TryCutRange(rest, out string least, out string most) || least.Length == 0 || most.Length == 0)
        {
            throw new UsageException(
                $"Option '{Option}': expected a range such as {column.Name}=0..100, or a sum of columns such as {column.Name}=A+B, " +
                $"got '{text}'.");
        }

        return column.Type == CellType.Date
            ? Constraint.Between(column.Name, ValueText.Date(Option, column, least), ValueText.Date(Option, column, most))
            : Constraint.Between(column.Name, ValueText.Number(Option, column, least), ValueText.Number(Option, column, most));
    }

    private static Constraint Ordered(string first, string sign, string second) => sign switch
    {
        "<=" => Constraint.LessOrEqual(first, second),
        ">=" => Constraint.LessOrEqual(second, first),
        "<" => Constraint.Less(first, second),
        _ => Constraint.Less(second, first),
    };

    private static Constraint Bounded(string text, ColumnForm column, string sign, string bound)
    {
        if (column.Type == CellType.Date && sign is "<=" or ">=")
        {
            DateTime date = ValueText.Date(Option, column, bound);
            return sign == "<=" ? Constraint.AtMost(column.Name, date) : Constraint.AtLeast(column.Name, date);
        }

        double number = column.Type == CellType.Date ? double.NaN : ValueText.Number(Option, column, bound);
        return (sign, number) switch
        {
            ("<=", _) => Constraint.AtMost(column.Name, number),
            (">=", _) => Constraint.AtLeast(column.Name, number),
            (">", 0) => Constraint.Positive(column.Name),
            _ => throw new UsageException($"Option '{Option}': expected <= or >= before a bound other than >0, got '{text}'."),
        };
    }
}
