namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// A model whose pruned spins are summed out: each leaves a field on its neighbour and a factor of Z behind, and can be drawn once its
/// neighbour is known.
/// </summary>
internal sealed class PrunedModel
{
    private readonly PrunedSpin[] _pruned;
    private readonly double[] _up; // probability of +1 where the neighbour is -1, then where it is +1; pair after pair

    public PrunedModel(PrunedGraph graph, IsingModel model, double beta)
    {
        var distribution = new LeafDistribution(beta);
        double[] fields = model.ExactFields();
        _pruned = graph.Pruned;
        _up = new double[2 * _pruned.Length];
        LogFactor = model.Offset == 0 ? 0 : -beta * model.Offset;
        for (int k = 0; k < _pruned.Length; k++)
        {
            (int spin, int neighbour, int edge) = _pruned[k];
            double h = fields[spin];
            double j = edge < 0 ? 0 : model.Coupling(edge);
            (_up[2 * k], _up[(2 * k) + 1]) = (distribution.Up(h - j), distribution.Up(h + j));
            LogFactor += 0.5 * (distribution.LogWeight(h - j) + distribution.LogWeight(h + j));
            if (neighbour >= 0)
            {
                fields[neighbour] += distribution.Field(h, j);
            }
        }

        Core = graph.Core is null
            ? null
            : model.Derived(graph.Core, [.. graph.CoreSpins.Select(i => fields[i])], [.. graph.CoreEdges.Select(model.Coupling)]);
    }

    /// <summary>The core with the fields that the pruned spins left; null where there is none.</summary>
    public IsingModel? Core { get; }

    /// <summary>log Z of the whole without log Z of the core.</summary>
    public double LogFactor { get; }

    /// <summary>Draws the pruned spins of a configuration whose core is there, from the last to the first.</summary>
    public void Draw(Span<sbyte> spins, Xoshiro128 random)
    {
        for (int k = _pruned.Length - 1; k >= 0; k--)
        {
            int neighbour = _pruned[k].Neighbour;
            int state = neighbour >= 0 && spins[neighbour] > 0 ? 1 : 0;
            spins[_pruned[k].Spin] = (sbyte)(random.NextDouble() < _up[(2 * k) + state] ? 1 : -1);
        }
    }
}
