namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that generates rows.</summary>
internal static class GenerationSteps
{
    /// <summary>A value where a condition holds, NaN in all columns where it does not. <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue NaNUnless(GraphBuilder graph, string condition, GraphValue value, string name) =>
        value with { Name = graph.Node("Where", name, [condition, value.Name, graph.Number($"{name}.none", float.NaN)]) };
}
