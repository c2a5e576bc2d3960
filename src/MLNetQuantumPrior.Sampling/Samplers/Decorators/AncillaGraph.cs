namespace MLNetQuantumPrior.Sampling;

/// <summary>A graph with one more spin, the last, that is coupled to all others, so that fields can be written as couplings.</summary>
internal sealed class AncillaGraph
{
    private readonly SpinGraph _original;

    public AncillaGraph(SpinGraph original)
    {
        _original = original;
        int ancilla = original.SpinCount;
        IEnumerable<SpinEdge> edges = original.Edges.Concat(Enumerable.Range(0, ancilla).Select(i => new SpinEdge(i, ancilla)));
        Graph = SpinGraph.FromEdges(ancilla + 1, edges, $"{original.Name} with an ancilla");
    }

    public SpinGraph Graph { get; }

    /// <summary>E with h_i s_i replaced by h_i s_i s_a.</summary>
    public IsingModel Model(IsingModel model)
    {
        int n = _original.SpinCount;
        double[] couplings = new double[Graph.Edges.Length];
        for (int e = 0, original = 0; e < couplings.Length; e++)
        {
            SpinEdge edge = Graph.Edges[e];
            couplings[e] = edge.J == n ? model.Field(edge.I) : model.Coupling(original++);
        }

        return model.Derived(Graph, new double[n + 1], couplings);
    }

    /// <summary>Adds an ancilla of +1 to every configuration.</summary>
    public SpinMatrix Extend(SpinMatrix spins)
    {
        int n = _original.SpinCount;
        sbyte[] extended = new sbyte[spins.Rows * (n + 1)];
        for (int r = 0; r < spins.Rows; r++)
        {
            Span<sbyte> row = extended.AsSpan(r * (n + 1), n + 1);
            spins[r].CopyTo(row);
            row[n] = 1;
        }

        return SpinMatrix.Adopt(extended, spins.Rows, n + 1);
    }

    /// <summary>Multiplies every configuration by its ancilla and leaves that out.</summary>
    public SpinMatrix Restore(SpinMatrix extended)
    {
        int n = _original.SpinCount;
        sbyte[] spins = new sbyte[extended.Rows * n];
        for (int r = 0; r < extended.Rows; r++)
        {
            ReadOnlySpan<sbyte> row = extended[r];
            for (int i = 0; i < n; i++)
            {
                spins[(r * n) + i] = (sbyte)(row[i] * row[n]);
            }
        }

        return SpinMatrix.Adopt(spins, extended.Rows, n);
    }
}
