using System.Text.Json.Serialization;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// What the cells of a column are in all rows that are generated: a column of a table, or an attribute that a model was trained with.
/// Several of the same column must all hold: <c>AtLeast("Age", 20)</c> and <c>AtMost("Age", 30)</c> are <c>Between("Age", 20, 30)</c>.
/// Slots of a vector are columns "Name[slot]".
/// </summary>
/// <remarks>
/// Categories are given by their text, those of keys by the text of their value; Boolean columns take true and false. Missing cells are
/// only allowed by <see cref="Missing"/> and <see cref="Not(string, string)"/>, and only in tables. Alternatives of several columns, by
/// <see cref="Any"/>, and strengths are for attributes alone.
/// </remarks>
/// <example>
/// <code>
/// IDataView young = synthesizer.Generate(1000, [Given.Is("Home", "rent"), Given.AtMost("Age", 30)], out GivenReport report);
/// </code>
/// </example>
[JsonConverter(typeof(GivenJson))]
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

    private Given(GivenKind kind, IEnumerable<Given> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        (Column, Kind, Parts) = ("", kind, [.. parts]);
        if (Parts.IsEmpty || Parts.Contains(null!))
        {
            throw new ArgumentException(
                $"Given.{kind}: expected at least one condition, got {(Parts.IsEmpty ? "none" : "null")}.", nameof(parts));
        }
    }

    private Given(Given other, double strength) =>
        (Column, Kind, Values, Parts, Strength) = (other.Column, other.Kind, other.Values, other.Parts, strength);

    /// <summary>Name of the column; empty for <see cref="Any"/> and <see cref="All"/>, which may have several.</summary>
    public string Column { get; }

    /// <summary>
    /// How much the condition counts: the power to which its probability is taken, at least 0. At 1, as by default, rows follow what the
    /// model learned; above, fewer of them are doubtful.
    /// </summary>
    public double Strength { get; } = 1;

    internal GivenKind Kind { get; }

    /// <summary>Conditions of which one or all hold, for <see cref="Any"/> and <see cref="All"/>.</summary>
    internal ImmutableArray<Given> Parts { get; } = [];

    /// <summary>Text, Booleans, numbers as Double, or dates.</summary>
    internal ImmutableArray<object> Values { get; } = [];

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

    /// <summary>One of some values of any type.</summary>
    internal static Given Alternatives(string column, IEnumerable<object> values) => Of(column, GivenKind.AnyOf, values);

    /// <summary>A condition on a column, of any kind but <see cref="Any"/> and <see cref="All"/>.</summary>
    internal static Given Of(string column, GivenKind kind, IEnumerable<object> values) => new(column, kind, [.. values]);

    /// <summary>At least one of some conditions holds.</summary>
    public static Given Any(params IEnumerable<Given> conditions) => new(GivenKind.Any, conditions);

    /// <summary>All of some conditions hold: for use within <see cref="Any"/>.</summary>
    public static Given All(params IEnumerable<Given> conditions) => new(GivenKind.All, conditions);

    /// <summary>The same condition with a <see cref="Strength"/>.</summary>
    /// <param name="strength">A finite number of at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is negative or not finite.</exception>
    public Given WithStrength(double strength) => new(this, Check.AtLeast(0, strength, nameof(strength)));

    /// <inheritdoc/>
    public override string ToString() => Strength == 1
        ? Condition()
        : FormattableString.Invariant($"{Condition()} with strength {Strength}");

    private string Condition() => Kind switch
    {
        GivenKind.Any => $"({string.Join(" or ", Parts)})",
        GivenKind.All => $"({string.Join(" and ", Parts)})",
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

    /// <summary>One of the parts or more.</summary>
    Any,

    /// <summary>All of the parts.</summary>
    All,
}
