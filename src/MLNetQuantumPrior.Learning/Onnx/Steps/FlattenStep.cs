namespace MLNetQuantumPrior.Learning;

/// <summary>An image as plain values. <c>[N, channels, height, width] -> [N, channels * height * width]</c></summary>
internal sealed class FlattenStep : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        graph.Node("Flatten", name, [input.Name], new OnnxInt("axis", 1));
        return new(name, RowShape.Flat(input.Columns));
    }
}
