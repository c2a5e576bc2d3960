namespace MLNetQuantumPrior.Learning;

/// <summary>One node without attributes that keeps the shape. <c>[N, n] -> [N, n]</c></summary>
internal sealed class NodeStep(string opType) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name) =>
        input with { Name = graph.Node(opType, name, [input.Name]) };
}
