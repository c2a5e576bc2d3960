using System.Buffers.Binary;

namespace MLNetQuantumPrior.Learning;

/// <summary>A few columns next to each other. <c>[N, n] -> [N, count]</c></summary>
internal sealed class ColumnsStep(int first, int count) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string begin = Int64(graph, $"{name}.begin", first);
        string end = Int64(graph, $"{name}.end", first + count);
        string axis = Int64(graph, $"{name}.axis", 1);
        graph.Node("Slice", name, [input.Name, begin, end, axis]);
        return new(name, RowShape.Flat(count));
    }

    private static string Int64(GraphBuilder graph, string name, long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return graph.Constant(new(name, OnnxElement.Int64, [1], bytes));
    }
}
