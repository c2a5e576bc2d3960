using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A line through points.</summary>
internal sealed record XyLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines through points in the plane, as an SVG picture.</summary>
internal static class XyChart
{
    public static string ToSvg(string title, string xTitle, string yTitle, IReadOnlyList<XyLine> lines)
    {
        // Text is set in whatever font the viewer has, so nothing may depend on its exact width.
        var chart = new PlotModel
        {
            Title = title, TitleFontSize = 14, DefaultFont = "Arial, Helvetica, sans-serif", Background = OxyColors.White,
        };
        chart.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom, Title = xTitle, MajorGridlineStyle = LineStyle.Solid, AxisTitleDistance = 8,
        });
        chart.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left, Title = yTitle, MajorGridlineStyle = LineStyle.Solid, AxisTitleDistance = 16,
        });
        chart.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal, LegendItemSpacing = 40, LegendPadding = 30,
        });
        foreach (XyLine line in lines)
        {
            var series = new LineSeries { Title = line.Name, MarkerType = MarkerType.Circle, MinimumSegmentLength = 0 };
            series.Points.AddRange(line.Points.Select(point => new DataPoint(point.X, point.Y)));
            chart.Series.Add(series);
        }

        return new SvgExporter { Width = 640, Height = 400 }.ExportToString(chart);
    }
}
