using System.Net;
using System.Text;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A line through points.</summary>
internal sealed record XyLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines through points in the plane, as an SVG picture.</summary>
internal static class XyChart
{
    private const int Width = 640, Height = 400, Left = 64, Right = 150, Top = 36, Bottom = 44;
    private static readonly string[] Colors = ["#1f6fb4", "#d1495b", "#2e8b57", "#8d5fb0", "#c98a1b", "#555555"];

    /// <summary>Draws lines with finite points, at least one.</summary>
    public static string ToSvg(string title, string xTitle, string yTitle, IReadOnlyList<XyLine> lines)
    {
        (double lowX, double highX) = Range(lines.SelectMany(line => line.Points.Select(point => point.X)));
        (double lowY, double highY) = Range(lines.SelectMany(line => line.Points.Select(point => point.Y)));
        var svg = new StringBuilder();
        svg.Append(Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">"""));
        svg.Append("""<rect width="100%" height="100%" fill="white"/>""");
        Text(Left, 18, title, "start");
        Text(X((lowX + highX) / 2), Height - 6, xTitle, "middle");
        Text(Left, Top - 4, yTitle, "start");
        for (int k = 0; k <= 4; k++)
        {
            double x = lowX + (k * (highX - lowX) / 4), y = lowY + (k * (highY - lowY) / 4);
            svg.Append(Invariant(
                $"""<path d="M{X(x):F1} {Y(lowY):F1}V{Y(highY):F1}M{X(lowX):F1} {Y(y):F1}H{X(highX):F1}" stroke="#ddd"/>"""));
            Text(X(x), Height - Bottom + 16, Invariant($"{x:G4}"), "middle");
            Text(Left - 6, Y(y) + 4, Invariant($"{y:G4}"), "end");
        }

        for (int k = 0; k < lines.Count; k++)
        {
            string color = Colors[k % Colors.Length];
            string points = string.Join(' ', lines[k].Points.Select(point => Invariant($"{X(point.X):F1},{Y(point.Y):F1}")));
            svg.Append(Invariant($"""<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>"""));
            foreach ((double x, double y) in lines[k].Points)
            {
                svg.Append(Invariant($"""<circle cx="{X(x):F1}" cy="{Y(y):F1}" r="3" fill="{color}"/>"""));
            }

            Text(Width - Right + 12, Top + 14 + (18 * k), lines[k].Name, "start", color);
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + ((Width - Left - Right) * (value - lowX) / (highX - lowX));
        double Y(double value) => Top + ((Height - Top - Bottom) * (highY - value) / (highY - lowY));
        void Text(double x, double y, string text, string anchor, string color = "black") => svg.Append(Invariant(
            $"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}" fill="{color}">{WebUtility.HtmlEncode(text)}</text>"""));
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double margin = Math.Max(1e-9, 0.05 * (all.Max() - all.Min()));
        return (all.Min() - margin, all.Max() + margin);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
