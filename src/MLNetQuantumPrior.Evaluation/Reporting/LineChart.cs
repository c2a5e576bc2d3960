using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>One line of a chart: values at x = 1, 2, 3 ...</summary>
/// <param name="Name">As in the legend.</param>
/// <param name="Values">Finite numbers.</param>
public sealed record ChartLine(string Name, ImmutableArray<double> Values);

/// <summary>Lines over a common axis, as an SVG picture.</summary>
public static class LineChart
{
    private const int Width = 640, Height = 320, Left = 64, Right = 16, Top = 40, Bottom = 40;
    private static readonly string[] Colors = ["#1f6fb4", "#d1495b", "#2e8b57", "#8d5fb0", "#c98a1b"];

    /// <summary>Draws the chart.</summary>
    /// <param name="title">Above it.</param>
    /// <param name="xTitle">Under the horizontal axis.</param>
    /// <param name="lines">At least one, each with at least one value.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, or a value is not finite.</exception>
    public static string ToSvg(string title, string xTitle, params ReadOnlySpan<ChartLine> lines)
    {
        (double low, double high, int count) = Extent(lines);
        var svg = new StringBuilder();
        svg.Append(Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">"""));
        svg.Append("""<rect width="100%" height="100%" fill="white"/>""");
        svg.Append(Invariant($"""<text x="{Left}" y="18" font-size="14" font-weight="bold">{WebUtility.HtmlEncode(title)}</text>"""));
        svg.Append(Invariant(
            $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 6}" text-anchor="middle">{WebUtility.HtmlEncode(xTitle)}</text>"""));
        foreach (double tick in Ticks(low, high))
        {
            double y = Y(tick);
            svg.Append(Invariant($"""<path d="M{Left} {y:F1}H{Width - Right}" stroke="#ddd"/>"""));
            svg.Append(Invariant($"""<text x="{Left - 6}" y="{y + 4:F1}" text-anchor="end">{tick:G6}</text>"""));
        }

        foreach (int x in new SortedSet<int> { 1, (count + 1) / 2, count })
        {
            svg.Append(Invariant($"""<text x="{X(x):F1}" y="{Height - Bottom + 16}" text-anchor="middle">{x}</text>"""));
        }

        for (int k = 0, legend = Left; k < lines.Length; legend += 24 + (7 * lines[k].Name.Length), k++)
        {
            string color = Colors[k % Colors.Length];
            string points = string.Join(' ', lines[k].Values.Select((value, i) => Invariant($"{X(i + 1):F1},{Y(value):F1}")));
            svg.Append(Invariant($"""<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>"""));
            svg.Append(Invariant($"""<text x="{legend}" y="34" fill="{color}">{WebUtility.HtmlEncode(lines[k].Name)}</text>"""));
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + ((Width - Left - Right) * (count == 1 ? 0.5 : (value - 1) / (count - 1)));
        double Y(double value) => Top + ((Height - Top - Bottom) * (high - value) / (high - low));
    }

    private static (double Low, double High, int Count) Extent(ReadOnlySpan<ChartLine> lines)
    {
        (double low, double high, int count) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        foreach (ChartLine line in lines)
        {
            foreach (double value in line.Values)
            {
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException($"Line '{line.Name}': expected finite values, got {value}.", nameof(lines));
                }

                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            count = Math.Max(count, line.Values.Length);
        }

        if (count == 0)
        {
            throw new ArgumentException("Lines: expected at least one value to draw, got none.", nameof(lines));
        }

        double margin = high > low ? 0.05 * (high - low) : Math.Max(1e-9, 0.05 * Math.Abs(high));
        return (low - margin, high + margin, count);
    }

    /// <summary>Round numbers, some four to eight of them: steps of 1, 2 or 5 times a power of ten.</summary>
    private static IEnumerable<double> Ticks(double low, double high)
    {
        double raw = (high - low) / 5, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
        for (double k = Math.Ceiling(low / step); k * step <= high; k++)
        {
            yield return (k * step) + 0.0; // never -0
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
