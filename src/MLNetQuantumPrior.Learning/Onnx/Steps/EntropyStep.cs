namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Logits l to the entropy of their bits, sum_i log(1 + exp(-|l_i|)) + |l_i| / (1 + exp(|l_i|)): two small terms, where
/// log(1 + exp(l)) - l / (1 + exp(-l)) would be a small difference of large ones. <c>[N, n] -> [N, 1]</c>
/// </summary>
internal sealed class EntropyStep : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string size = graph.Node("Abs", $"{name}.size", [input.Name]);
        string minus = graph.Node("Neg", $"{name}.minus", [size]);
        string rare = graph.Node("Sigmoid", $"{name}.rare", [minus]);
        string weighted = graph.Node("Mul", $"{name}.weighted", [size, rare]);
        string likely = graph.Node("Softplus", $"{name}.likely", [minus]);
        string terms = graph.Node("Add", $"{name}.terms", [likely, weighted]);
        return new(RowSum.Of(graph, terms, name), RowShape.Flat(1));
    }
}
