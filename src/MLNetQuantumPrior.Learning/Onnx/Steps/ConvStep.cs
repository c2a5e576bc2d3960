namespace MLNetQuantumPrior.Learning;

/// <summary>A convolution. <c>[N, channels, h, w] -> [N, outputs, h', w']</c></summary>
internal sealed class ConvStep(Conv2d layer, OnnxTensor weight, OnnxTensor bias) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        graph.Node(
            "Conv",
            name,
            [input.Name, graph.Constant(weight), graph.Constant(bias)],
            new OnnxInts("kernel_shape", [layer.Kernel, layer.Kernel]),
            new OnnxInts("strides", [layer.Stride, layer.Stride]),
            new OnnxInts("pads", [layer.Padding, layer.Padding, layer.Padding, layer.Padding]));
        return new(name, layer.OutputShape(input.Shape));
    }
}
