using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// sum_i h_i x_i + sum_(ij) J_ij x_i x_j: the energy of spins x, and its mean for independent spins of means x. <c>[N, n] -> [N, 1]</c>
/// </summary>
internal sealed class EnergyStep(IsingModel prior) : IGraphStep
{
    /// <summary>A gathered pair costs about as much as so many entries of a matrix.</summary>
    private const int GatherCost = 8;

    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        bool isDense = (long)prior.Graph.Edges.Length * GatherCost >= (long)prior.SpinCount * prior.SpinCount;
        string energy = isDense ? Dense(graph, input.Name, name) : Sparse(graph, input.Name, name);
        return new(energy, RowShape.Flat(1));
    }

    /// <summary>sum_j x_j (h_j + sum_i x_i J_ij), J an upper triangle.</summary>
    private string Dense(GraphBuilder graph, string spins, string name)
    {
        int n = prior.SpinCount;
        float[] matrix = new float[n * n];
        for (int k = 0; k < prior.Couplings.Length; k++)
        {
            (int i, int j) = prior.Graph.Edges[k];
            matrix[(i * n) + j] = prior.Couplings[k];
        }

        string couplings = graph.Constant(OnnxTensor.Of($"{name}.couplings", [n, n], matrix));
        string fields = graph.Constant(OnnxTensor.Of($"{name}.fields", [n], prior.Fields.AsSpan()));
        string local = graph.Node("Gemm", $"{name}.local", [spins, couplings, fields]);
        string terms = graph.Node("Mul", $"{name}.terms", [local, spins]);
        return RowSum.Of(graph, terms, name);
    }

    /// <summary>x h + (x_i x_j) J over the edges.</summary>
    private string Sparse(GraphBuilder graph, string spins, string name)
    {
        string fields = graph.Constant(OnnxTensor.Of($"{name}.fields", [prior.SpinCount, 1], prior.Fields.AsSpan()));
        string linear = graph.Node("MatMul", $"{name}.linear", [spins, fields]);
        if (prior.Couplings.IsEmpty)
        {
            return linear;
        }

        string couplings = graph.Constant(OnnxTensor.Of($"{name}.couplings", [prior.Couplings.Length, 1], prior.Couplings.AsSpan()));
        string first = graph.Constant(OnnxTensor.Of($"{name}.first", [.. prior.Graph.Edges.Select(edge => (long)edge.I)]));
        string second = graph.Constant(OnnxTensor.Of($"{name}.second", [.. prior.Graph.Edges.Select(edge => (long)edge.J)]));
        string left = graph.Node("Gather", $"{name}.left", [spins, first], new OnnxInt("axis", 1));
        string right = graph.Node("Gather", $"{name}.right", [spins, second], new OnnxInt("axis", 1));
        string pairs = graph.Node("Mul", $"{name}.pairs", [left, right]);
        string quadratic = graph.Node("MatMul", $"{name}.quadratic", [pairs, couplings]);
        return graph.Node("Add", name, [linear, quadratic]);
    }
}
