using System.Globalization;

namespace MLNetQuantumPrior.Tool;

/// <summary>The ways of writing dates that are known, and which of them fits all cells seen so far.</summary>
internal sealed class DateFormats
{
    private const int Shortest = 8, Longest = 33;

    private static readonly string[] Times =
    [
        "", " HH:mm", " HH:mm:ss", "'T'HH:mm:ss", "'T'HH:mm", "'T'HH:mm:ss'Z'", " HH:mm:ss'Z'", " H:mm", " H:mm:ss",
        .. from lead in new[] { " ", "'T'" } from fraction in new[] { "fff", "ffffff", "fffffff" } from zone in new[] { "", "'Z'" }
            select $"{lead}HH:mm:ss.{fraction}{zone}",
    ];

    private static readonly string[] YearFirst = WithTimes("yyyy-MM-dd", "yyyy/MM/dd");

    private static readonly string[] DayFirst = WithTimes("dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "d/M/yyyy", "dd-MM-yyyy", "d-M-yyyy");

    private static readonly string[] MonthFirst = WithTimes("MM/dd/yyyy", "M/d/yyyy", "MM-dd-yyyy", "M-d-yyyy");

    private string[]? _left;
    private readonly ImmutableArray<string> _wanted;

    /// <param name="wanted">Formats that the user names: of others only those with the year first are known then.</param>
    public DateFormats(ImmutableArray<string> wanted) => _wanted = wanted;

    /// <summary>Whether every cell so far may be a date.</summary>
    public bool Fit => _left is null or { Length: > 0 };

    /// <summary>The format; null where none fits, or where it may be the day or the month that comes first.</summary>
    public string? Found => _left is { Length: > 0 } && !IsAmbiguous ? _left[0] : null;

    /// <summary>Whether it may be the day or the month that comes first.</summary>
    public bool IsAmbiguous => _left is not null && _left.Any(DayFirst.Contains) && _left.Any(MonthFirst.Contains);

    /// <summary>Strikes out the formats that a cell is not of.</summary>
    public void See(ReadOnlySpan<char> cell)
    {
        if (!Fit)
        {
            return;
        }

        if (_wanted.IsEmpty && (cell.Length is < Shortest or > Longest || !char.IsAsciiDigit(cell[0])))
        {
            _left = [];
            return;
        }

        string[] known = _left ?? [.. _wanted, .. YearFirst, .. _wanted.IsEmpty ? DayFirst.Concat(MonthFirst) : []];
        int fitting = 0;
        foreach (string format in known)
        {
            fitting += Fits(cell, format) ? 1 : 0;
        }

        if (_left is null || fitting < known.Length)
        {
            string text = cell.ToString();
            _left = [.. known.Where(format => Fits(text, format))];
        }
    }

    /// <summary>A date in a format.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, string format, out DateTime date) =>
        DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>A date as people give it in an option: in the column's own form, or with the year first.</summary>
    public static bool TryReadAny(ReadOnlySpan<char> text, string own, out DateTime date)
    {
        foreach (string format in YearFirst.Prepend(own))
        {
            if (TryRead(text, format, out date))
            {
                return true;
            }
        }

        date = default;
        return false;
    }

    /// <summary>Not the first of all dates, which ML.NET takes for none.</summary>
    private static bool Fits(ReadOnlySpan<char> cell, string format) => TryRead(cell, format, out DateTime date) && date != default;

    private static string[] WithTimes(params string[] dates) => [.. from date in dates from time in Times select date + time];
}
