namespace MLNetQuantumPrior.Learning;

/// <summary>Bits to spins: 0 becomes -1, 1 becomes +1. <c>[N, n] -> [N, n]</c></summary>
internal sealed class SpinStep : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string two = graph.Constant(OnnxTensor.Of($"{name}.two", [], [2f])), one = graph.Constant(OnnxTensor.Of($"{name}.one", [], [1f]));
        string doubled = graph.Node("Mul", $"{name}.doubled", [input.Name, two]);
        return input with { Name = graph.Node("Sub", name, [doubled, one]) };
    }
}
