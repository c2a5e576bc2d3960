using System.Globalization;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What a table has as its columns; the others head its rows.</summary>
internal enum TableColumns
{
    Metrics,
    Methods,
    Sets,
}

/// <summary>Results as a table of Markdown.</summary>
/// <param name="Sets">Those shown, in this order; null for all, in the order of the file.</param>
/// <param name="Methods">Likewise.</param>
/// <param name="Metrics">Likewise.</param>
/// <param name="Columns">What the columns are.</param>
/// <param name="Digits">Significant digits.</param>
internal sealed record ResultTable(
    IReadOnlyList<string>? Sets = null,
    IReadOnlyList<string>? Methods = null,
    IReadOnlyList<string>? Metrics = null,
    TableColumns Columns = TableColumns.Metrics,
    int Digits = 3)
{
    private const int MostDecimals = 4;

    /// <summary>A kind of name that numbers have.</summary>
    private sealed record Axis(string Title, Func<ResultRow, string> Of, IReadOnlyList<string> Values);

    /// <summary>The table's lines.</summary>
    /// <exception cref="InvalidDataException">A name is not in the results.</exception>
    public IReadOnlyList<string> Of(Results results)
    {
        Axis sets = AxisOf("set", Sets, row => row.Set, results.Rows);
        Axis methods = AxisOf("method", Methods, row => row.Method, [.. results.Rows.Where(row => sets.Values.Contains(row.Set))]);
        ResultRow[] rows = [.. results.Rows.Where(row => sets.Values.Contains(row.Set) && methods.Values.Contains(row.Method))];
        Axis metrics = AxisOf("metric", Metrics, row => row.Metric, rows);
        (Axis across, Axis[] down) = Columns switch
        {
            TableColumns.Methods => (methods, new[] { sets, metrics }),
            TableColumns.Sets => (sets, [methods, metrics]),
            _ => (metrics, [sets, methods]),
        };
        // What is the same in all rows needs no column, unless nothing else heads them.
        Axis[] heads = [.. down.Where(axis => axis.Values.Count > 1)];
        heads = heads.Length > 0 ? heads : [down[^1]];

        var lines = new List<string>
        {
            Line([.. heads.Select(axis => axis.Title), .. across.Values]),
            $"|{string.Concat(heads.Select(_ => "---|"))}{string.Concat(across.Values.Select(_ => "---:|"))}",
        };
        foreach (string first in down[0].Values)
        {
            foreach (string second in down[1].Values)
            {
                ResultRow[] own = [.. rows.Where(row => down[0].Of(row) == first && down[1].Of(row) == second)];
                string[] cells = [.. across.Values.Select(value => Cell(own.Where(row => across.Of(row) == value)))];
                if (cells.Any(cell => cell.Length > 0))
                {
                    lines.Add(Line([.. heads.Select(axis => axis == down[0] ? first : second), .. cells]));
                }
            }
        }

        return lines;
    }

    private static Axis AxisOf(string title, IReadOnlyList<string>? wanted, Func<ResultRow, string> of, IReadOnlyList<ResultRow> rows)
    {
        string[] there = [.. rows.Select(of).Distinct()];
        string[] missing = [.. (wanted ?? []).Except(there)];
        return missing.Length == 0
            ? new(title, of, wanted ?? there)
            : throw new InvalidDataException($"Results: expected a {title} '{missing[0]}', got {string.Join(", ", there)}.");
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace('_', ' ')))} |";

    /// <summary>The value, or mean and standard deviation over seeds.</summary>
    private string Cell(IEnumerable<ResultRow> seeds)
    {
        double[] values = [.. seeds.Select(row => row.Value)];
        if (values.Length == 0)
        {
            return "";
        }

        double mean = values.Average();
        double spread = values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1));
        return spread == 0 ? Number(mean, Decimals(mean)) : $"{Number(mean, Decimals(mean))} ± {Number(spread, Decimals(mean))}";
    }

    /// <summary>Decimals that show as many digits, at most <see cref="MostDecimals"/>; negative left of the point.</summary>
    private int Decimals(double value) =>
        value == 0 ? 0 : Math.Min(MostDecimals, Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))));

    private static string Number(double value, int decimals)
    {
        double unit = Math.Pow(10, Math.Max(0, -decimals));
        return (Math.Round(value / unit, Math.Max(0, decimals)) * unit).ToString($"N{Math.Max(0, decimals)}", CultureInfo.InvariantCulture);
    }
}
