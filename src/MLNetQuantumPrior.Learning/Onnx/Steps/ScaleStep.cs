namespace MLNetQuantumPrior.Learning;

/// <summary>Features to [0, 1], as <see cref="SlotScaling.Scale"/> does it: minimum off, times a factor, clipped. <c>[N, n] -> [N, n]</c></summary>
internal sealed class ScaleStep(SlotScaling scaling) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string value = input.Name;
        if (!scaling.IsIdentity)
        {
            string minimum = graph.Constant(OnnxTensor.Of($"{name}.minimum", [input.Columns], scaling.Minimum.AsSpan()));
            string factor = graph.Constant(OnnxTensor.Of($"{name}.factor", [input.Columns], scaling.Factor.AsSpan()));
            string above = graph.Node("Sub", $"{name}.above", [value, minimum]);
            value = graph.Node("Mul", $"{name}.unclipped", [above, factor]);
        }

        string zero = graph.Constant(OnnxTensor.Of($"{name}.zero", [], [0f]));
        string one = graph.Constant(OnnxTensor.Of($"{name}.one", [], [1f]));
        graph.Node("Clip", name, [value, zero, one]);
        return input with { Name = name };
    }
}
