namespace MLNetQuantumPrior;

/// <summary>
/// What the cells of a column are in all rows that are generated. Several of the same column must all hold: <c>AtLeast("Age", 20)</c> and
/// <c>AtMost("Age", 30)</c> are <c>Between("Age", 20, 30)</c>. Slots of a vector are columns "Name[slot]".
/// </summary>
/// <remarks>
/// Categories are given by their text, those of keys by the text of their value; Boolean columns take true and false. Missing cells are
/// only allowed by <see cref="Missing"/> and <see cref="Not(string, string)"/>.
/// </remarks>
/// <example>
/// <code>
/// IDataView young = synthesizer.Generate(1000, [Given.Is("Home", "rent"), Given.AtMost("Age", 30)], out GivenReport report);
/// </code>
/// </example>
public sealed class Given
{
    private Given(string column, GivenKind kind, params object[] values)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(values);
        if (kind == GivenKind.AnyOf && values.Length == 0)
        {
            throw new ArgumentException($"Given '{column}': expected at least one value, got none.");
        }

        if (values.Any(value => value is null or double.NaN))
        {
            throw new ArgumentException(
                $"Given '{column}': expected values, got null or NaN. For missing cells use Given.{nameof(Missing)}.");
        }

        (Column, Kind, Values) = (column, kind, [.. values]);
    }

    /// <summary>Name of the column.</summary>
    public string Column { get; }

    internal GivenKind Kind { get; }

    /// <summary>Text, Booleans, numbers as Double, or dates.</summary>
    internal ImmutableArray<object> Values { get; }

    /// <summary>One category.</summary>
    public static Given Is(string column, string value) => new(column, GivenKind.AnyOf, value);

    /// <summary>One value of a Boolean column.</summary>
    public static Given Is(string column, bool value) => new(column, GivenKind.AnyOf, value);

    /// <summary>One number, or the category of that number.</summary>
    public static Given Is(string column, double value) => new(column, GivenKind.AnyOf, value);

    /// <summary>One date.</summary>
    public static Given Is(string column, DateTime value) => new(column, GivenKind.AnyOf, value);

    /// <summary>One of some categories.</summary>
    public static Given AnyOf(string column, params IEnumerable<string> values) => new(column, GivenKind.AnyOf, [.. values]);

    /// <summary>One of the categories of some numbers.</summary>
    public static Given AnyOf(string column, params IEnumerable<double> values) =>
        new(column, GivenKind.AnyOf, [.. values.Select(value => (object)value)]);

    /// <summary>Any category but one; or missing.</summary>
    public static Given Not(string column, string value) => new(column, GivenKind.Not, value);

    /// <summary>The other value of a Boolean column.</summary>
    public static Given Not(string column, bool value) => new(column, GivenKind.Not, value);

    /// <summary>Any category but that of a number; or missing.</summary>
    public static Given Not(string column, double value) => new(column, GivenKind.Not, value);

    /// <summary>Numbers from the first to the second, both included; or the categories of such numbers.</summary>
    public static Given Between(string column, double least, double most) => new(column, GivenKind.Between, least, most);

    /// <summary>Dates from the first to the second, both included.</summary>
    public static Given Between(string column, DateTime least, DateTime most) => new(column, GivenKind.Between, least, most);

    /// <summary>Numbers of at least this one.</summary>
    public static Given AtLeast(string column, double least) => new(column, GivenKind.Between, least, double.PositiveInfinity);

    /// <summary>This date or later ones.</summary>
    public static Given AtLeast(string column, DateTime least) => new(column, GivenKind.Between, least, DateTime.MaxValue);

    /// <summary>Numbers of at most this one.</summary>
    public static Given AtMost(string column, double most) => new(column, GivenKind.Between, double.NegativeInfinity, most);

    /// <summary>This date or earlier ones.</summary>
    public static Given AtMost(string column, DateTime most) => new(column, GivenKind.Between, DateTime.MinValue, most);

    /// <summary>Cells that are missing.</summary>
    public static Given Missing(string column) => new(column, GivenKind.Missing);

    /// <summary>Cells that are not missing.</summary>
    public static Given NotMissing(string column) => new(column, GivenKind.Present);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        GivenKind.Missing => $"'{Column}' missing",
        GivenKind.Present => $"'{Column}' not missing",
        GivenKind.Not => $"'{Column}' not {Text(Values[0])}",
        GivenKind.Between => $"'{Column}' from {Text(Values[0])} to {Text(Values[1])}",
        _ => $"'{Column}' {string.Join(" or ", Values.Select(Text))}",
    };

    private static string Text(object value) => value is DateTime date
        ? FormattableString.Invariant($"{date:s}")
        : FormattableString.Invariant($"{value}");
}

/// <summary>How cells are given.</summary>
internal enum GivenKind
{
    /// <summary>One of the values.</summary>
    AnyOf,

    /// <summary>None of them.</summary>
    Not,

    /// <summary>From the first to the second.</summary>
    Between,

    /// <summary>Missing.</summary>
    Missing,

    /// <summary>Anything but missing.</summary>
    Present,
}
