using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Reads the schedule that D-Wave publishes for a processor, saved as comma-separated text: a header with columns s, A(s) (GHz) and
/// B(s) (GHz), then a line a knot.
/// </summary>
/// <remarks>
/// Columns may stand in any order; only the name before a parenthesis counts, and others, such as C (normalized), are passed over. Numbers
/// have a decimal point. Blank lines are passed over.
/// </remarks>
public static class ScheduleTable
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">UTF-8 text.</param>
    /// <param name="duration">Length of the anneal, which the table does not hold: in nanoseconds for D-Wave's units.</param>
    /// <param name="units">What A and B are measured in.</param>
    /// <exception cref="InvalidDataException">The file holds no such table; says where and what.</exception>
    public static AnnealingSchedule Read(
        string path, double duration, ScheduleUnits units = ScheduleUnits.GigahertzNanoseconds)
    {
        using var reader = new StreamReader(path);
        return Read(reader, duration, units);
    }

    /// <summary>Reads text.</summary>
    /// <param name="reader">The table.</param>
    /// <param name="duration">Length of the anneal, which the table does not hold: in nanoseconds for D-Wave's units.</param>
    /// <param name="units">What A and B are measured in.</param>
    /// <exception cref="InvalidDataException">The text holds no such table; says where and what.</exception>
    public static AnnealingSchedule Read(
        TextReader reader, double duration, ScheduleUnits units = ScheduleUnits.GigahertzNanoseconds)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (int S, int A, int B)? columns = null;
        var points = ImmutableArray.CreateBuilder<SchedulePoint>();
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            string[] cells = line.Split(',');
            if (columns is not { } known)
            {
                columns = (Column(cells, "s", number), Column(cells, "A", number), Column(cells, "B", number));
                continue;
            }

            points.Add(new(Number(cells, known.S, "s", number), Number(cells, known.A, "A", number), Number(cells, known.B, "B", number)));
        }

        ImmutableArray<SchedulePoint> table = points.ToImmutable();
        return AnnealingSchedule.FirstDefect(table) is { } defect
            ? throw new InvalidDataException(defect)
            : new(table, duration, units);
    }

    private static int Column(string[] header, string name, int line)
    {
        int[] found = [.. Enumerable.Range(0, header.Length).Where(k => header[k].Split('(')[0].Trim(' ', '"') == name)];
        return found.Length == 1 ? found[0] : throw new InvalidDataException(
            $"Schedule table, line {line}: expected a header with one column '{name}', got {found.Length} in " +
            $"'{string.Join(',', header)}'.");
    }

    private static double Number(string[] cells, int column, string name, int line)
    {
        string got = column < cells.Length ? cells[column].Trim(' ', '"') : "";
        return double.TryParse(got, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"Schedule table, line {line}, column '{name}': expected a number, got '{got}'.");
    }
}
