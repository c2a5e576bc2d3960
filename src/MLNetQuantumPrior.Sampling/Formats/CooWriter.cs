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
        for (int i = 0, k = 0; i < graph.SpinCount; i++)
        {
            if (model.Fields[i] != 0 || !coupled[i])
            {
                WriteTerm(i, i, model.Fields[i]);
            }

            for (; k < graph.Edges.Length && graph.Edges[k].I == i; k++)
            {
                WriteTerm(i, graph.Edges[k].J, model.Couplings[k]);
            }
        }

        void WriteTerm(int i, int j, float value) => text.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{graph.Labels[i]} {graph.Labels[j]} {PlainDecimal.Of(value)}"));
    }
}
