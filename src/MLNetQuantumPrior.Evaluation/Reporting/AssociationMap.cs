using System.Globalization;
using System.Net;
using System.Text;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A square of strengths between -1 and 1, one cell for each pair of columns, blue above 0 and red below.</summary>
internal static class AssociationMap
{
    private const int Cell = 16, NameWidth = 120, LongestName = 18;

    /// <summary>Draws the map; each cell says what it is when the pointer rests on it.</summary>
    /// <param name="title">Above it.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="strengths">Row by row.</param>
    public static string ToSvg(string title, ImmutableArray<string> names, ImmutableArray<double> strengths)
    {
        int side = names.Length * Cell, width = NameWidth + side + 4, height = side + 28;
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" viewBox=\"0 0 {width} {height}\" "));
        svg.Append(Invariant($"width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\">"));
        svg.Append($"<text x=\"{NameWidth}\" y=\"14\" font-size=\"13\" font-weight=\"bold\">{WebUtility.HtmlEncode(title)}</text>");
        for (int row = 0; row < names.Length; row++)
        {
            int y = 24 + (row * Cell);
            svg.Append(Invariant($"<text x=\"{NameWidth - 4}\" y=\"{y + 12}\" text-anchor=\"end\">{Text(Short(names[row]))}</text>"));
            for (int column = 0; column < names.Length; column++)
            {
                double strength = strengths[(row * names.Length) + column];
                svg.Append(Invariant($"<rect x=\"{NameWidth + (column * Cell)}\" y=\"{y}\" width=\"{Cell - 1}\" height=\"{Cell - 1}\" "));
                svg.Append(Invariant($"fill=\"{Color(strength)}\"><title>{Text(names[row])}, {Text(names[column])}: "));
                svg.Append(Invariant($"{strength:F2}</title></rect>"));
            }
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>White at 0, blue at 1, red at -1.</summary>
    private static string Color(double strength)
    {
        double part = Math.Clamp(Math.Abs(strength), 0, 1);
        (int r, int g, int b) = strength >= 0 ? (31, 111, 180) : (209, 73, 91);
        return Invariant($"#{Mix(r):x2}{Mix(g):x2}{Mix(b):x2}");

        int Mix(int full) => (int)Math.Round(245 + ((full - 245) * part));
    }

    private static string Text(string name) => WebUtility.HtmlEncode(name);

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
