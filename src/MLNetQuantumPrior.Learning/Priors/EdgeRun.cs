using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Edges that follow one another in the list and in the row of a matrix: (I, J), (I, J + 1) ... Copied at once.</summary>
/// <param name="First">Number of the first edge.</param>
/// <param name="I">The row.</param>
/// <param name="J">Column of the first edge.</param>
/// <param name="Length">How many edges.</param>
internal readonly record struct EdgeRun(int First, int I, int J, int Length)
{
    /// <summary>The longest runs that hold all edges of a graph.</summary>
    public static ImmutableArray<EdgeRun> Of(SpinGraph graph)
    {
        var runs = ImmutableArray.CreateBuilder<EdgeRun>();
        for (int k = 0, first = 0; k < graph.Edges.Length; k++)
        {
            SpinEdge edge = graph.Edges[k];
            if (k + 1 == graph.Edges.Length || graph.Edges[k + 1] != new SpinEdge(edge.I, edge.J + 1))
            {
                int length = k + 1 - first;
                runs.Add(new(first, edge.I, edge.J + 1 - length, length));
                first = k + 1;
            }
        }

        return runs.ToImmutable();
    }
}
