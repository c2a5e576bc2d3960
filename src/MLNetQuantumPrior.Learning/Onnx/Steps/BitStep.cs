namespace MLNetQuantumPrior.Learning;

/// <summary>Logits to the likelier bit: 1 where the logit is above 0, else 0. <c>[N, n] -> [N, n]</c></summary>
internal sealed class BitStep : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string zero = graph.Constant(OnnxTensor.Of($"{name}.threshold", [], [0f]));
        string above = graph.Node("Greater", $"{name}.above", [input.Name, zero]);
        graph.Node("Cast", name, [above], new OnnxInt("to", (long)OnnxElement.Float));
        return input with { Name = name };
    }
}
