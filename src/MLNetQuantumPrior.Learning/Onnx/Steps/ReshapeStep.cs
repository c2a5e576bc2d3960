using System.Buffers.Binary;

namespace MLNetQuantumPrior.Learning;

/// <summary>Plain values as an image. <c>[N, channels * height * width] -> [N, channels, height, width]</c></summary>
internal sealed class ReshapeStep(Reshape layer) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        long[] shape = [0, layer.Channels, layer.Height, layer.Width]; // 0 keeps the dimension
        byte[] bytes = new byte[shape.Length * sizeof(long)];
        for (int k = 0; k < shape.Length; k++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(k * sizeof(long)), shape[k]);
        }

        string constant = graph.Constant(new($"{name}.shape", OnnxElement.Int64, [shape.Length], bytes));
        graph.Node("Reshape", name, [input.Name, constant]);
        return new(name, layer.Image);
    }
}
