using System.Globalization;

namespace MLNetQuantumPrior;

/// <summary>What a user gives, as what each cell of a row may be.</summary>
internal static class GivenSets
{
    private const int Shown = 20;

    /// <summary>A set for each column.</summary>
    /// <exception cref="ArgumentException">
    /// A column or a category is not known, or no cell of the training table is as given, or alternatives or strengths are.
    /// </exception>
    public static CellSet[] Of(TableLayout layout, ImmutableArray<ColumnProfile> columns, IReadOnlyList<Given> given)
    {
        var sets = new CellSet[columns.Length];
        Array.Fill(sets, CellSet.All);
        IReadOnlyList<Given> plain = PlainGiven.Of(given);
        foreach (Given one in plain)
        {
            int column = layout.CellOf(one.Column);
            CellSet set = Of(layout.Owner(column), columns[column], one);
            sets[column] = sets[column].And(set);
            if (sets[column].IsEmpty)
            {
                string all = string.Join("; ", plain.Where(other => other.Column == one.Column));
                throw new ArgumentException($"Given {all}: expected values that a cell may have all at once, got none.");
            }
        }

        return sets;
    }

    private static CellSet Of(LayoutColumn layout, ColumnProfile column, Given given)
    {
        if (given.Kind == GivenKind.Missing)
        {
            return column.MissingShare > 0 ? CellSet.Missing : throw Wrong(given, "a column with missing cells", "one without");
        }

        if (column.MissingShare == 1)
        {
            throw Wrong(given, "a column with values", "one whose cells are all missing");
        }

        return given.Kind == GivenKind.Present ? CellSet.Present
            : column.IsCategory ? Categories(layout, column, given)
            : Numbers(layout, column.Numbers!, given);
    }

    private static CellSet Categories(LayoutColumn layout, ColumnProfile column, Given given)
    {
        bool[] has = new bool[column.Categories];
        if (given.Kind == GivenKind.Between)
        {
            for (int code = 0; code < has.Length; code++)
            {
                has[code] = given.Values[0] is double least && given.Values[1] is double most
                    && double.TryParse(Name(layout, code), CultureInfo.InvariantCulture, out double number)
                    && number >= least && number <= most;
            }

            return has.Contains(true) ? CellSet.Some(has) : throw Wrong(given, $"one of {Names(layout)}", "an interval");
        }

        foreach (object value in given.Values)
        {
            string text = layout.CategoryText(value);
            int code = Enumerable.Range(0, has.Length).FirstOrDefault(code => Name(layout, code) == text, -1);
            has[code >= 0 ? code : throw Wrong(given, $"one of {Names(layout)}", $"'{text}'")] = true;
        }

        return given.Kind == GivenKind.Not
            ? CellSet.Some(Array.ConvertAll(has, one => !one), allowsMissing: true)
            : CellSet.Some(has);
    }

    private static CellSet Numbers(LayoutColumn layout, NumberQuantiles numbers, Given given)
    {
        bool isDate = layout.Kind == LayoutKind.Date;
        if (given.Kind == GivenKind.Not || given.Values.Any(value => isDate ? value is not DateTime : value is not double))
        {
            string wanted = isDate ? "dates" : "numbers";
            string form = given.Kind == GivenKind.Not ? ", by an interval" : "";
            throw Wrong(given, wanted + form, Values(given));
        }

        double[] cells = [.. given.Values.Select(value => Cell(layout, value))];
        if (given.Kind == GivenKind.AnyOf && cells.Length > 1)
        {
            throw Wrong(given, "one number or an interval, since the column has numbers and no categories", $"{cells.Length} values");
        }

        (double least, double most) = (cells[0], cells[^1]);
        if (least > most)
        {
            throw Wrong(given, "the first bound to be at most the second", Values(given));
        }

        if (!(least <= numbers.Most && most >= numbers.Least))
        {
            string range = $"{Text(layout, numbers.Least)} to {Text(layout, numbers.Most)}";
            throw Wrong(given, $"values within {range}, the range of the training table", Values(given));
        }

        double step = (layout.Type == TypeCode.Single ? 1e-7 : 1e-9) * Math.Max(Math.Abs(least), 1); // 0.3f is not 0.3
        if (least == most && Math.Abs(numbers.Rounded(least) - least) > step)
        {
            throw Wrong(
                given, $"a value as the column has them, such as {Text(layout, numbers.Rounded(least))}", Values(given));
        }

        return least == most ? CellSet.Number(numbers.Rounded(least)) : CellSet.Between(least, most);
    }

    /// <summary>A number or a date as a cell has it.</summary>
    private static double Cell(LayoutColumn layout, object value) => value is DateTime date
        ? (date.Ticks - layout.Origin) / (double)layout.Unit
        : (double)value - (double)layout.Shift;

    private static string Text(LayoutColumn layout, double cell) => layout.Kind == LayoutKind.Date
        ? FormattableString.Invariant($"{layout.DateOf(cell):s}")
        : FormattableString.Invariant($"{(double)layout.Shift + cell}");

    private static string Name(LayoutColumn layout, int code)
    {
        string text = layout.Categories[code];
        return layout.Key is { Values: { IsEmpty: false } values } ? values[int.Parse(text, CultureInfo.InvariantCulture) - 1] : text;
    }

    private static string Names(LayoutColumn layout)
    {
        int count = layout.Categories.Length;
        return string.Join(", ", Enumerable.Range(0, Math.Min(Shown, count)).Select(code => $"'{Name(layout, code)}'"))
            + (count > Shown ? ", ..." : "");
    }

    private static string Values(Given given) => string.Join(" to ", given.Values.Select(
        value => value is DateTime date ? FormattableString.Invariant($"{date:s}") : FormattableString.Invariant($"{value}")));

    private static ArgumentException Wrong(Given given, string expected, string got) =>
        new($"Given column '{given.Column}': expected {expected}; got {got}.");
}
