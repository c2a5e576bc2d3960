namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Scaled features to the units of the training data, as <see cref="SlotScaling.Invert"/> does it: times unit, plus offset.
/// <c>[N, n] -> [N, n]</c>
/// </summary>
internal sealed class UnscaleStep(SlotScaling scaling) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string range = graph.Constant(OnnxTensor.Of($"{name}.range", [input.Columns], scaling.Unit.AsSpan()));
        string minimum = graph.Constant(OnnxTensor.Of($"{name}.minimum", [input.Columns], scaling.Offset.AsSpan()));
        string above = graph.Node("Mul", $"{name}.above", [input.Name, range]);
        graph.Node("Add", name, [above, minimum]);
        return input with { Name = name };
    }
}
