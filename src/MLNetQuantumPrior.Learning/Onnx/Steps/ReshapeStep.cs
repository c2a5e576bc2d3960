namespace MLNetQuantumPrior.Learning;

/// <summary>Plain values as an image. <c>[N, channels * height * width] -> [N, channels, height, width]</c></summary>
internal sealed class ReshapeStep(Reshape layer) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        const long Keep = 0; // the dimension as it is
        string constant = graph.Constant(OnnxTensor.Of($"{name}.shape", [Keep, layer.Channels, layer.Height, layer.Width]));
        graph.Node("Reshape", name, [input.Name, constant]);
        return new(name, layer.Image);
    }
}
