using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A column's distribution in two tables, one over the other: real rows as wide pale bars, synthetic ones as dark ones.</summary>
internal static class DistributionChart
{
    private const int LongestName = 16, Slanted = 4;

    private static readonly OxyColor Real = OxyColor.Parse("#a9cdea"), Synthetic = OxyColor.Parse("#d1495b");

    public static string ToSvg(ColumnDistribution column)
    {
        var chart = new PlotModel
        {
            Title = column.Name,
            TitleFontSize = 13,
            DefaultFont = "sans-serif",
            DefaultFontSize = 11,
            Background = OxyColors.White,
            PlotAreaBorderThickness = new(0),
            Culture = CultureInfo.InvariantCulture,
        };
        chart.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left, Minimum = 0, TickStyle = TickStyle.None, MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.FromRgb(0xdd, 0xdd, 0xdd),
        });
        chart.Axes.Add(column.IsNumber ? Numbers(column) : Names(column));
        RectangleBarSeries real = new() { FillColor = Real, StrokeThickness = 0 };
        RectangleBarSeries synthetic = new() { FillColor = Synthetic, StrokeThickness = 0 };
        for (int bin = 0; bin < column.Real.Length; bin++)
        {
            (double low, double high) = column.IsNumber ? (column.Edges[bin], column.Edges[bin + 1]) : (bin - 0.4, bin + 0.4);
            (double middle, double width) = ((low + high) / 2, high - low);
            real.Items.Add(new(low, 0, high, column.Real[bin]));
            synthetic.Items.Add(new(middle - (width / 6), 0, middle + (width / 6), column.Synthetic[bin]));
        }

        chart.Series.Add(real);
        chart.Series.Add(synthetic);
        string document = new SvgExporter { Width = 420, Height = 240 }.ExportToString(chart);
        return document[document.IndexOf("<svg", StringComparison.Ordinal)..];
    }

    private static LinearAxis Numbers(ColumnDistribution column) => new()
    {
        Position = AxisPosition.Bottom,
        TickStyle = TickStyle.None,
        MinimumMajorStep = column.Edges[1] - column.Edges[0] == 1 ? 1 : 0,
    };

    private static LinearAxis Names(ColumnDistribution column) => new()
    {
        Position = AxisPosition.Bottom,
        TickStyle = TickStyle.None,
        MajorStep = 1,
        Minimum = -0.6,
        Maximum = column.Categories.Length - 0.4,
        Angle = column.Categories.Length > Slanted ? -40 : 0,
        LabelFormatter = place => place >= 0 && place < column.Categories.Length && double.IsInteger(place)
            ? Short(column.Categories[(int)place]) : "",
    };

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";
}
