namespace MLNetQuantumPrior.Tool;

/// <summary>The columns that options may name.</summary>
/// <param name="form">The table.</param>
internal sealed class ColumnNames(TableForm form)
{
    /// <summary>The name, if there is such a column.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public string Known(string option, string name) => Find(name) is not null
        ? name
        : throw new UsageException($"Option '{option}': expected a column, got '{name}'. There are {All}.");

    /// <summary>A column by its name; null where there is none.</summary>
    public ColumnForm? Find(string name) => form.Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>Cuts "Age>=0" in three: the column with the longest name that fits, the operator and the rest.</summary>
    /// <param name="option">The option that has the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="operators">What may stand behind the name, longer ones first.</param>
    /// <exception cref="UsageException">It begins with no column, or no operator follows.</exception>
    public (ColumnForm Column, string Operator, string Value) Cut(string option, string text, params ReadOnlySpan<string> operators)
    {
        foreach (ColumnForm column in form.Columns.OrderByDescending(column => column.Name.Length))
        {
            string rest = text.StartsWith(column.Name, StringComparison.Ordinal) ? text[column.Name.Length..].TrimStart() : "";
            foreach (string one in operators)
            {
                if (rest.StartsWith(one, StringComparison.Ordinal))
                {
                    return (column, one, rest[one.Length..].Trim());
                }
            }
        }

        throw new UsageException(
            $"Option '{option}': expected a column and one of {string.Join(' ', operators)}, got '{text}'. There are {All}.");
    }

    private string All => string.Join(", ", form.Columns.Select(column => column.Name));
}
