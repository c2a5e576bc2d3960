using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Rows of the quick start's table beside the synthetic ones that it made, as an SVG picture: age, income, label.</summary>
internal static class RowsPicture
{
    private const int Rows = 250;

    /// <param name="folder">Where samples/MLNetQuantumPrior.QuickStart ran: it holds loans.csv and synthetic.csv.</param>
    public static string ToSvg(string folder)
    {
        var chart = new PlotModel { DefaultFont = "sans-serif", Background = OxyColors.White, PlotAreaBorderThickness = new(0) };
        chart.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Minimum = 25, Maximum = 95, Title = "income, thousands" });
        Add(chart, "real", 0, 0.48, Read(Path.Combine(folder, "loans.csv"), label: 3, age: 0, income: 1));
        Add(chart, "synthetic", 0.52, 1, Read(Path.Combine(folder, "synthetic.csv"), label: 0, age: 1, income: 2));
        return new SvgExporter { Width = 760, Height = 300 }.ExportToString(chart);
    }

    private static void Add(PlotModel chart, string name, double from, double to, (string Label, double Age, double Income)[] rows)
    {
        chart.Axes.Add(new LinearAxis
        {
            Key = name, Position = AxisPosition.Bottom, Minimum = 15, Maximum = 75, StartPosition = from, EndPosition = to,
            Title = $"age, {name} rows",
        });
        string[] repaid = ["yes", "1"]; // of the table, and as the key that the quick start writes
        foreach (bool yes in new[] { true, false })
        {
            OxyColor color = OxyColor.FromAColor(170, OxyColor.Parse(yes ? "#1f6fb4" : "#d1495b"));
            var series = new ScatterSeries { XAxisKey = name, MarkerType = MarkerType.Circle, MarkerSize = 2, MarkerFill = color };
            series.Points.AddRange(
                rows.Where(row => repaid.Contains(row.Label) == yes).Select(row => new ScatterPoint(row.Age, row.Income)));
            chart.Series.Add(series);
        }
    }

    private static (string Label, double Age, double Income)[] Read(string file, int label, int age, int income) =>
    [
        .. File.ReadLines(file).Skip(1).Take(Rows).Select(line => line.Split(','))
            .Select(cells => (cells[label], Number(cells[age]), Number(cells[income]) / 1000)),
    ];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
