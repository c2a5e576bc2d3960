using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>One line of a chart: values at x = 1, 2, 3 ...</summary>
/// <param name="Name">As in the legend.</param>
/// <param name="Values">Finite numbers.</param>
public sealed record ChartLine(string Name, ImmutableArray<double> Values);

/// <summary>Lines over a common axis, as an SVG picture.</summary>
public static class LineChart
{
    private static readonly OxyColor GridColor = OxyColor.FromRgb(0xdd, 0xdd, 0xdd);

    private static readonly OxyColor[] LineColors =
        [.. new[] { "#1f6fb4", "#d1495b", "#2e8b57", "#8d5fb0", "#c98a1b" }.Select(OxyColor.Parse)];

    /// <summary>Draws the chart.</summary>
    /// <param name="title">Above it.</param>
    /// <param name="xTitle">Under the horizontal axis.</param>
    /// <param name="lines">At least one, each with at least one value.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, or a value is not finite.</exception>
    public static string ToSvg(string title, string xTitle, params ReadOnlySpan<ChartLine> lines)
    {
        var chart = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            DefaultFont = "sans-serif",
            DefaultColors = LineColors,
            Background = OxyColors.White,
            PlotAreaBorderThickness = new(0),
            Culture = CultureInfo.InvariantCulture,
        };
        chart.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom, Title = xTitle, MinimumMajorStep = 1, TickStyle = TickStyle.None,
        });
        chart.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = GridColor, TickStyle = TickStyle.None,
        });
        chart.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.TopLeft,
            LegendOrientation = LegendOrientation.Horizontal,
        });
        foreach (ChartLine line in lines)
        {
            chart.Series.Add(SeriesOf(line));
        }

        if (chart.Series.Count == 0)
        {
            throw new ArgumentException("Lines: expected at least one, got none.", nameof(lines));
        }

        string document = new SvgExporter { Width = 640, Height = 320 }.ExportToString(chart);
        return document[document.IndexOf("<svg", StringComparison.Ordinal)..] + "\n"; // without the XML declaration: pages embed it
    }

    private static LineSeries SeriesOf(ChartLine line)
    {
        if (line.Values.IsEmpty)
        {
            throw new ArgumentException($"Line '{line.Name}': expected at least one value, got none.", nameof(line));
        }

        var series = new LineSeries { Title = line.Name, MinimumSegmentLength = 0 }; // every value, however close to the last
        for (int i = 0; i < line.Values.Length; i++)
        {
            double value = line.Values[i];
            series.Points.Add(double.IsFinite(value)
                ? new(i + 1, value)
                : throw new ArgumentException($"Line '{line.Name}': expected finite values, got {value}.", nameof(line)));
        }

        return series;
    }
}
