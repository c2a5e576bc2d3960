namespace MLNetQuantumPrior.Learning;

/// <summary>The sum of each row. <c>[N, n] -> [N, 1]</c></summary>
internal static class RowSum
{
    public static string Of(GraphBuilder graph, string value, string name)
    {
        string axis = graph.Constant(OnnxTensor.Of($"{name}.axis", [1L]));
        return graph.Node("ReduceSum", name, [value, axis], new OnnxInt("keepdims", 1));
    }
}
