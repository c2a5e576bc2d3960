namespace MLNetQuantumPrior.Learning;

/// <summary>Logits l to the means of their spins, tanh(l / 2). <c>[N, n] -> [N, n]</c></summary>
internal sealed class MeanSpinStep : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string half = graph.Constant(OnnxTensor.Of($"{name}.half", [], [0.5f]));
        string halves = graph.Node("Mul", $"{name}.halves", [input.Name, half]);
        return input with { Name = graph.Node("Tanh", name, [halves]) };
    }
}
