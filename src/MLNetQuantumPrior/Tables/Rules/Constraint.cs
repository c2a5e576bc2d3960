namespace MLNetQuantumPrior;

/// <summary>
/// What a user demands of every generated row. It must hold in every row of the training table. A cell that is missing breaks nothing; a
/// total is missing where one of its parts is.
/// </summary>
public abstract record Constraint
{
    private protected Constraint()
    {
    }

    /// <summary>Numbers of a column are within two bounds, both included.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The largest number.</param>
    public static Constraint Between(string column, double least, double most) =>
        least <= most && double.IsFinite(least) && double.IsFinite(most)
            ? new RangeConstraint(Named(column), least, most)
            : throw new ArgumentException(FormattableString.Invariant(
                $"Constraint on column '{column}': expected two finite bounds, the first at most the second, got {least} and {most}."));

    /// <summary>Dates of a column are within two bounds, both included.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="least">The first date.</param>
    /// <param name="most">The last date.</param>
    public static Constraint Between(string column, DateTime least, DateTime most) => least <= most
        ? new DateConstraint(Named(column), least, most)
        : throw new ArgumentException(FormattableString.Invariant(
            $"Constraint on column '{column}': expected the first date to be at most the second, got {least:s} and {most:s}."));

    /// <summary>Numbers of a column are at least a bound.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="least">The least number.</param>
    public static Constraint AtLeast(string column, double least) =>
        new RangeConstraint(Named(column), Finite(column, least), double.PositiveInfinity);

    /// <summary>Dates of a column are a date or later ones.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="least">The first date.</param>
    public static Constraint AtLeast(string column, DateTime least) => new DateConstraint(Named(column), least, null);

    /// <summary>Numbers of a column are at most a bound.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="most">The largest number.</param>
    public static Constraint AtMost(string column, double most) =>
        new RangeConstraint(Named(column), double.NegativeInfinity, Finite(column, most));

    /// <summary>Dates of a column are a date or earlier ones.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="most">The last date.</param>
    public static Constraint AtMost(string column, DateTime most) => new DateConstraint(Named(column), null, most);

    /// <summary>Numbers of a column are above 0.</summary>
    /// <param name="column">Name of the column.</param>
    public static Constraint Positive(string column) =>
        new RangeConstraint(Named(column), 0, double.PositiveInfinity) { IsAboveLeast = true };

    /// <summary>Numbers or dates of a column are at most those of another one in the same row.</summary>
    /// <param name="first">Name of the column with the smaller ones.</param>
    /// <param name="second">Name of the column with the larger ones.</param>
    public static Constraint LessOrEqual(string first, string second) => Ordered(first, second, isStrict: false);

    /// <summary>Numbers or dates of a column are below those of another one in the same row.</summary>
    /// <param name="first">Name of the column with the smaller ones.</param>
    /// <param name="second">Name of the column with the larger ones.</param>
    public static Constraint Less(string first, string second) => Ordered(first, second, isStrict: true);

    /// <summary>Numbers of a column are the sum of those of others, rounded as the column is. The column is then computed.</summary>
    /// <param name="total">Name of the column with the sums.</param>
    /// <param name="parts">Names of at least two other columns.</param>
    public static Constraint Sum(string total, params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Length >= 2 && parts.Append(total).Distinct().Count() == parts.Length + 1
            ? new SumConstraint(Named(total), [.. parts.Select(Named)])
            : throw new ArgumentException(
                $"Sum '{total}': expected at least two different parts other than the total, got '{string.Join("', '", parts)}'.");
    }

    /// <summary>The constraint in words.</summary>
    public sealed override string ToString() => Text;

    /// <summary>The constraint in words.</summary>
    internal abstract string Text { get; }

    /// <summary>Finds the columns and adds what is to hold.</summary>
    internal abstract void Bind(ConstraintBinding binding);

    private static string Named(string column) => string.IsNullOrEmpty(column)
        ? throw new ArgumentException("Constraint: expected the name of a column, got none.")
        : column;

    private static double Finite(string column, double bound) => double.IsFinite(bound)
        ? bound
        : throw new ArgumentException(
            FormattableString.Invariant($"Constraint on column '{column}': expected a finite bound, got {bound}."));

    private static OrderConstraint Ordered(string first, string second, bool isStrict) => first != second
        ? new(Named(first), Named(second), isStrict)
        : throw new ArgumentException($"Constraint: expected two columns, got '{first}' twice.");
}
