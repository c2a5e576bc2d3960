namespace MLNetQuantumPrior.Sampling;

/// <summary>The terms of a COO file: a pair of labels, the same one twice for a linear term, and its coefficient.</summary>
internal sealed class CooTerms
{
    private readonly Dictionary<SpinEdge, double> _values = [];

    public bool IsEmpty => _values.Count == 0;

    /// <returns>Whether the pair is new.</returns>
    public bool TryAdd(SpinEdge pair, double value) => _values.TryAdd(pair, value);

    /// <returns>The model, or null if a field in spins is too large for single precision.</returns>
    public CooModel? ToModel(Vartype vartype)
    {
        SpinGraph graph = SpinGraph.FromLabels(
            _values.Keys.SelectMany<SpinEdge, int>(pair => [pair.I, pair.J]).Distinct(), _values.Keys.Where(pair => pair.I != pair.J));
        double[] fields = [.. graph.Labels.Select(label => _values.GetValueOrDefault(new(label, label)))];
        double[] couplings = [.. graph.Edges.Select(e => _values[new(graph.Labels[e.I], graph.Labels[e.J])])];
        double offset = vartype is Vartype.Binary ? ToSpins(graph, fields, couplings) : 0;

        float[] single = [.. fields.Select(h => (float)h)];
        return single.All(float.IsFinite) ? new(new(graph, single, [.. couplings.Select(j => (float)j)]), offset) : null;
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
