namespace MLNetQuantumPrior.Learning;

/// <summary>A fully connected layer, y = x W + b. <c>[N, inputs] -> [N, outputs]</c></summary>
internal sealed class DenseStep(OnnxTensor weight, OnnxTensor bias) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        graph.Node("Gemm", name, [input.Name, graph.Constant(weight), graph.Constant(bias)]);
        return new(name, RowShape.Flat((int)weight.Shape[1]));
    }
}
