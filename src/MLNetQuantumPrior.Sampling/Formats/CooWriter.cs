using System.Globalization;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Writes the lines of a COO file: spin after spin, its field, then its couplings with later spins.</summary>
internal static class CooWriter
{
    public static void Write(TextWriter text, IsingModel model)
    {
        SpinGraph graph = model.Graph;
        bool[] coupled = new bool[graph.SpinCount];
        foreach ((int i, int j) in graph.Edges)
        {
            coupled[i] = coupled[j] = true;
        }

        text.WriteLine("# vartype=SPIN");
        if (model.Offset != 0)
        {
            text.WriteLine($"# offset={PlainDecimal(model.Offset)}");
        }

        for (int i = 0, k = 0; i < graph.SpinCount; i++)
        {
            if (model.Field(i) != 0 || !coupled[i])
            {
                WriteTerm(i, i, model.Field(i));
            }

            for (; k < graph.Edges.Length && graph.Edges[k].I == i; k++)
            {
                WriteTerm(i, graph.Edges[k].J, model.Coupling(k));
            }
        }

        void WriteTerm(int i, int j, double value) => text.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{graph.Labels[i]} {graph.Labels[j]} {PlainDecimal(value)}"));
    }

    /// <summary>The shortest decimal that reads back as the same number, without an exponent, which readers of COO files do not
    /// know.</summary>
    private static string PlainDecimal(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponentAt = text.IndexOf('E');
        if (exponentAt < 0)
        {
            return text;
        }

        string sign = value < 0 ? "-" : "";
        string digits = text[sign.Length..exponentAt].Replace(".", ""); // the point stood after the first one
        int before = int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        return before <= 0 ? $"{sign}0.{new string('0', -before)}{digits}"
            : before >= digits.Length ? $"{sign}{digits.PadRight(before, '0')}"
            : $"{sign}{digits[..before]}.{digits[before..]}";
    }
}
