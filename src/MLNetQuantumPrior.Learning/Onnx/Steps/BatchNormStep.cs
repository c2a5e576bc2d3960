namespace MLNetQuantumPrior.Learning;

/// <summary>Batch normalisation with the running statistics. <c>[N, channels, ...] -> [N, channels, ...]</c></summary>
internal sealed class BatchNormStep(OnnxTensor scale, OnnxTensor shift, OnnxTensor mean, OnnxTensor variance) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        graph.Node(
            "BatchNormalization",
            name,
            [input.Name, graph.Constant(scale), graph.Constant(shift), graph.Constant(mean), graph.Constant(variance)],
            new OnnxFloat("epsilon", BatchNorm.Epsilon));
        return input with { Name = name };
    }
}
