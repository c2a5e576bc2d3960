namespace MLNetQuantumPrior.Sampling;

/// <summary>What a JSON file says, property by property and with the lines, and whether it fits together.</summary>
internal sealed class IsingJsonContent(string path)
{
    /// <summary>The line of each property that was read.</summary>
    public Dictionary<string, int> Lines { get; } = [];

    public string Graph { get; set; } = "";

    public int Spins { get; set; }

    public List<int>? Labels { get; set; }

    public List<int>? Colors { get; set; }

    public List<float> Fields { get; set; } = [];

    /// <summary>Pairs, smaller spin first, in the order of the file.</summary>
    public List<SpinEdge> Edges { get; } = [];

    /// <summary>The line of each pair.</summary>
    public List<int> EdgeLines { get; } = [];

    public List<float> Couplings { get; set; } = [];

    /// <exception cref="InvalidDataException">A property does not fit the others.</exception>
    public IsingModel ToModel()
    {
        ExpectCount("fields", Fields.Count, Spins, "spin");
        ExpectCount("couplings", Couplings.Count, Edges.Count, "edge");
        SpinEdge[] edges = [.. Edges];
        int[] order = [.. Enumerable.Range(0, edges.Length)];
        Array.Sort(edges, order);
        ExpectPairs(edges, order);
        return new(ToGraph(edges), [.. Fields], [.. order.Select(k => Couplings[k])]);
    }

    private SpinGraph ToGraph(SpinEdge[] edges)
    {
        List<int> labels = Labels ?? [.. Enumerable.Range(0, Spins)];
        ExpectCount("labels", labels.Count, Spins, "spin");
        SpinGraph graph = SpinGraph.FromLabels(labels, edges.Select(e => new SpinEdge(labels[e.I], labels[e.J])), Graph);
        if (Colors is null)
        {
            return graph;
        }

        int colors = ExpectColors(Colors, graph);
        return graph.WithColors([.. Colors], colors);
    }

    private void ExpectPairs(SpinEdge[] sorted, int[] order)
    {
        for (int k = 0; k < sorted.Length; k++)
        {
            string? wrong = sorted[k].J >= Spins ? $"spins between 0 and {Spins - 1}"
                : sorted[k].I == sorted[k].J ? "two different spins"
                : k > 0 && sorted[k] == sorted[k - 1] ? "each pair once"
                : null;
            if (wrong is not null)
            {
                throw DamagedFile.At(path, EdgeLines[order[k]], wrong, $"[{sorted[k].I}, {sorted[k].J}]");
            }
        }
    }

    private int ExpectColors(List<int> color, SpinGraph graph)
    {
        ExpectCount("colors", color.Count, Spins, "spin");
        int colors = color.Distinct().Count();
        if (color.Max() >= colors)
        {
            throw DamagedFile.At(path, Lines["colors"], $"each of {colors} colours between 0 and {colors - 1}", $"{color.Max()}");
        }

        foreach ((int i, int j) in graph.Edges)
        {
            if (color[i] == color[j])
            {
                throw DamagedFile.At(path, Lines["colors"], $"different colours of the coupled spins {i} and {j}", $"{color[i]} for both");
            }
        }

        return colors;
    }

    private void ExpectCount(string property, int got, int expected, string of)
    {
        if (got != expected)
        {
            throw DamagedFile.At(path, Lines[property], $"{expected} {property}, one for each {of}", $"{got}");
        }
    }
}
