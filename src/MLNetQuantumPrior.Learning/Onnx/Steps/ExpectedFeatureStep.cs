namespace MLNetQuantumPrior.Learning;

/// <summary>Logits to expected features in the units of the training data: minimum + range / (1 + exp(-l)). <c>[N, n] -> [N, n]</c></summary>
internal sealed class ExpectedFeatureStep(SlotScaling scaling) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        if (scaling.IsIdentity)
        {
            graph.Node("Sigmoid", name, [input.Name]);
        }
        else
        {
            string probability = graph.Node("Sigmoid", $"{name}.probability", [input.Name]);
            string range = graph.Constant(OnnxTensor.Of($"{name}.range", [input.Columns], scaling.Range.AsSpan()));
            string minimum = graph.Constant(OnnxTensor.Of($"{name}.minimum", [input.Columns], scaling.Minimum.AsSpan()));
            string above = graph.Node("Mul", $"{name}.above", [probability, range]);
            graph.Node("Add", name, [above, minimum]);
        }

        return input with { Name = name };
    }
}
