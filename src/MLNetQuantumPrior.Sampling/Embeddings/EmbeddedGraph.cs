namespace MLNetQuantumPrior.Sampling;

/// <summary>The part of an embedding's target that its chains use: their spins, and the couplers within and between them.</summary>
internal sealed class EmbeddedGraph
{
    private const int WithinChain = -1;

    private readonly SpinGraph _source;
    private readonly int[] _owner;    // of each spin: its source spin
    private readonly int[] _edge;     // of each coupler: its source edge, or WithinChain
    private readonly int[] _couplers; // of each source edge: its number of couplers

    public EmbeddedGraph(Embedding embedding)
    {
        (_source, SpinGraph target) = (embedding.Source, embedding.Target);
        var ownerOf = new Dictionary<int, int>();
        for (int i = 0; i < embedding.Chains.Length; i++)
        {
            foreach (int label in embedding.Chains[i])
            {
                ownerOf.Add(label, i);
            }
        }

        var edges = new Dictionary<SpinEdge, int>();
        for (int e = 0; e < _source.Edges.Length; e++)
        {
            edges.Add(_source.Edges[e], e);
        }

        Graph = target.WithoutSpins(target.Labels.Where(label => !ownerOf.ContainsKey(label)));
        _owner = [.. Graph.Labels.Select(label => ownerOf[label])];
        Graph = Graph.WithoutEdges(
            Graph.Edges.Where(e => !IsUsed(e)).Select(e => new SpinEdge(Graph.Labels[e.I], Graph.Labels[e.J])));
        _edge = [.. Graph.Edges.Select(e => _owner[e.I] == _owner[e.J] ? WithinChain : edges[Between(e)])];
        _couplers = new int[_source.Edges.Length];
        foreach (int edge in _edge)
        {
            if (edge == WithinChain)
            {
                CouplersWithinChains++;
            }
            else
            {
                _couplers[edge]++;
            }
        }

        ChainLengths = new int[_source.SpinCount];
        foreach (int spin in _owner)
        {
            ChainLengths[spin]++;
        }

        bool IsUsed(SpinEdge e) => _owner[e.I] == _owner[e.J] || edges.ContainsKey(Between(e));
    }

    public SpinGraph Graph { get; }

    public int[] ChainLengths { get; }

    public int CouplersWithinChains { get; }

    /// <summary>
    /// h split evenly over a chain, J over the couplers between two, and all couplers within chains ferromagnetic. The offset makes
    /// energies of unbroken chains those of the model.
    /// </summary>
    public IsingModel Model(IsingModel model, double chainStrength)
    {
        double[] fields = new double[_owner.Length];
        for (int q = 0; q < fields.Length; q++)
        {
            fields[q] = model.Field(_owner[q]) / ChainLengths[_owner[q]];
        }

        double[] couplings = new double[_edge.Length];
        for (int e = 0; e < couplings.Length; e++)
        {
            couplings[e] = _edge[e] == WithinChain ? -chainStrength : model.Coupling(_edge[e]) / _couplers[_edge[e]];
        }

        return model.Derived(Graph, fields, couplings, model.Offset + (CouplersWithinChains * chainStrength));
    }

    /// <summary>The spin of each chain for each of its target spins.</summary>
    public SpinMatrix Extend(SpinMatrix spins) => spins.Select(_owner);

    /// <summary>Sums of the spins of each chain of one read.</summary>
    public void Sum(ReadOnlySpan<sbyte> read, Span<int> sums)
    {
        sums.Clear();
        for (int q = 0; q < read.Length; q++)
        {
            sums[_owner[q]] += read[q];
        }
    }

    private SpinEdge Between(SpinEdge e) => new(Math.Min(_owner[e.I], _owner[e.J]), Math.Max(_owner[e.I], _owner[e.J]));
}
