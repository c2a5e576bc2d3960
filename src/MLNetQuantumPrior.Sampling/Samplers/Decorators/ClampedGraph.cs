namespace MLNetQuantumPrior.Sampling;

/// <summary>What is left of a graph when some spins are fixed.</summary>
internal sealed class ClampedGraph
{
    private readonly sbyte[] _values;
    private readonly int[] _freeEdges;

    /// <param name="original">The whole graph.</param>
    /// <param name="values">For each of its spins what it is fixed at, 0 where it is free; not all are fixed.</param>
    public ClampedGraph(SpinGraph original, sbyte[] values)
    {
        _values = values;
        Free = [.. Enumerable.Range(0, values.Length).Where(i => values[i] == 0)];
        _freeEdges = [.. Enumerable.Range(0, original.Edges.Length).Where(e => IsFree(original.Edges[e]))];
        int[] place = new int[values.Length];
        for (int k = 0; k < Free.Length; k++)
        {
            place[Free[k]] = k;
        }

        Graph = SpinGraph.FromEdges(
            Free.Length,
            _freeEdges.Select(e => new SpinEdge(place[original.Edges[e].I], place[original.Edges[e].J])),
            $"{original.Name} without {values.Length - Free.Length} spins");
    }

    /// <summary>The free spins, ascending: spin k of <see cref="Graph"/> is spin Free[k] of the whole.</summary>
    public int[] Free { get; }

    /// <summary>The free spins and the couplings among them, in the order of the whole graph.</summary>
    public SpinGraph Graph { get; }

    /// <summary>The energy of the free spins, up to a constant, given the fixed ones.</summary>
    public IsingModel Model(IsingModel model)
    {
        double[] fields = model.ExactFields();
        for (int e = 0; e < model.Couplings.Length; e++)
        {
            (int i, int j) = model.Graph.Edges[e];
            fields[i] += model.Coupling(e) * _values[j];
            fields[j] += model.Coupling(e) * _values[i];
        }

        return model.Derived(Graph, [.. Free.Select(i => fields[i])], [.. _freeEdges.Select(model.Coupling)]);
    }

    /// <summary>The free columns of whole configurations, in which every fixed spin has its value.</summary>
    public SpinMatrix Extract(SpinMatrix whole) => whole.Select(Free);

    /// <summary>Whole configurations from their free columns.</summary>
    public SpinMatrix Assemble(SpinMatrix free)
    {
        sbyte[] whole = new sbyte[free.Rows * _values.Length];
        for (int r = 0; r < free.Rows; r++)
        {
            Span<sbyte> row = whole.AsSpan(r * _values.Length, _values.Length);
            _values.CopyTo(row);
            for (int k = 0; k < Free.Length; k++)
            {
                row[Free[k]] = free[r][k];
            }
        }

        return SpinMatrix.Adopt(whole, free.Rows, _values.Length);
    }

    private bool IsFree(SpinEdge edge) => _values[edge.I] == 0 && _values[edge.J] == 0;
}
