namespace MLNetQuantumPrior.Learning;

/// <summary>Logits to the probability of a 1, 1 / (1 + exp(-l)). <c>[N, n] -> [N, n]</c></summary>
internal sealed class ProbabilityStep : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        graph.Node("Sigmoid", name, [input.Name]);
        return input with { Name = name };
    }
}
