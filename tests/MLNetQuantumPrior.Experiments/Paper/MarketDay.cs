using System.Globalization;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A trading day of an index.</summary>
/// <param name="Date">The day.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares that changed hands.</param>
internal sealed record MarketDay(DateOnly Date, double High, double Low, double Close, double Volume)
{
    public const string FileName = "sp500-2000.csv";
    private const string Header = "date,open,high,low,close,adjclose,volume";

    /// <summary>Reads a file of days in order.</summary>
    /// <exception cref="InvalidDataException">A line has another form, or days are not in order.</exception>
    public static ImmutableArray<MarketDay> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || lines[0] != Header)
        {
            throw new InvalidDataException($"'{path}': expected the header '{Header}' and days, got '{lines.FirstOrDefault()}'.");
        }

        MarketDay[] days = [.. lines.Skip(1).Select((line, row) => Parse(line, path, row + 2))];
        int late = Enumerable.Range(1, days.Length - 1).FirstOrDefault(row => days[row].Date <= days[row - 1].Date);
        return late == 0
            ? [.. days]
            : throw new InvalidDataException(
                $"'{path}', line {late + 2}: expected a day after {days[late - 1].Date:O}, got {days[late].Date:O}.");
    }

    private static MarketDay Parse(string line, string path, int number)
    {
        string[] fields = line.Split(',');
        double[] values = new double[7];
        if (fields.Length == 7 && DateOnly.TryParse(fields[0], CultureInfo.InvariantCulture, out DateOnly date)
            && Enumerable.Range(1, 6).All(k => double.TryParse(fields[k], CultureInfo.InvariantCulture, out values[k]) && values[k] > 0))
        {
            return new(date, values[2], values[3], values[4], values[6]);
        }

        throw new InvalidDataException($"'{path}', line {number}: expected a day and six numbers above 0, got '{line}'.");
    }
}
