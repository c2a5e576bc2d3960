namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Linear and quadratic terms of labelled variables in any order; terms of one pair add up. Becomes a model whose spins are in the order of
/// their labels.
/// </summary>
internal sealed class IsingTerms
{
    private readonly Dictionary<SpinEdge, double> _pairs = [];
    private readonly SortedDictionary<int, double> _linear = [];

    /// <summary>The constant term.</summary>
    public double Offset { get; set; }

    /// <summary>Whether there is no variable.</summary>
    public bool IsEmpty => _linear.Count == 0;

    /// <summary>Adds a linear term.</summary>
    public void Add(int label, double value) => _linear[label] = _linear.GetValueOrDefault(label) + value;

    /// <summary>Adds a quadratic term, or a linear one where both labels are the same.</summary>
    public void Add(int i, int j, double value)
    {
        Add(i, i == j ? value : 0);
        if (i != j)
        {
            Add(j, 0);
            SpinEdge pair = new(Math.Min(i, j), Math.Max(i, j));
            _pairs[pair] = _pairs.GetValueOrDefault(pair) + value;
        }
    }

    /// <summary>The model in spins; its energies are those of the terms.</summary>
    /// <exception cref="ArgumentException">A label is negative, there is none, or a number is out of range.</exception>
    public IsingModel ToModel(Vartype vartype)
    {
        SpinGraph graph = SpinGraph.FromLabels(_linear.Keys, _pairs.Keys);
        double[] fields = [.. _linear.Values];
        double[] couplings = [.. graph.Edges.Select(e => _pairs[new(graph.Labels[e.I], graph.Labels[e.J])])];
        double offset = Offset + (vartype is Vartype.Binary ? ToSpins(graph, fields, couplings) : 0);
        return new(graph, fields, couplings, offset);
    }

    /// <summary>Terms of bits x = (s + 1) / 2 become terms of spins.</summary>
    /// <returns>The constant that remains.</returns>
    private static double ToSpins(SpinGraph graph, Span<double> linear, Span<double> quadratic)
    {
        double offset = 0;
        foreach (ref double a in linear)
        {
            a /= 2; // a x = a/2 (s + 1)
            offset += a;
        }

        for (int k = 0; k < quadratic.Length; k++)
        {
            double b = quadratic[k] / 4; // b x x' = b/4 (s s' + s + s' + 1)
            quadratic[k] = b;
            linear[graph.Edges[k].I] += b;
            linear[graph.Edges[k].J] += b;
            offset += b;
        }

        return offset;
    }
}
