namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Features to scaled ones, as <see cref="SlotScaling.Scale"/> does it: missing values replaced, offset off, times a factor, Bernoulli
/// slots clipped. <c>[N, n] -> [N, n]</c>
/// </summary>
internal sealed class ScaleStep(SlotScaling scaling, Likelihood likelihood) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string value = input.Name;
        if (!scaling.Missing.IsEmpty)
        {
            string mean = graph.Constant(OnnxTensor.Of($"{name}.mean", [input.Columns], scaling.Missing.AsSpan()));
            string isMissing = graph.Node("IsNaN", $"{name}.missing", [value]);
            value = graph.Node("Where", $"{name}.whole", [isMissing, mean, value]);
        }

        if (!scaling.IsIdentity)
        {
            string minimum = graph.Constant(OnnxTensor.Of($"{name}.minimum", [input.Columns], scaling.Offset.AsSpan()));
            string factor = graph.Constant(OnnxTensor.Of($"{name}.factor", [input.Columns], scaling.Factor.AsSpan()));
            string above = graph.Node("Sub", $"{name}.above", [value, minimum]);
            value = graph.Node("Mul", $"{name}.unclipped", [above, factor]);
        }

        if (likelihood.IsBernoulli)
        {
            string zero = graph.Constant(OnnxTensor.Of($"{name}.zero", [], [0f]));
            string one = graph.Constant(OnnxTensor.Of($"{name}.one", [], [1f]));
            value = graph.Node("Clip", name, [value, zero, one]);
        }
        else if (likelihood.Groups.Any(group => group is BernoulliSlots))
        {
            string lowest = graph.Constant(OnnxTensor.Of($"{name}.lowest", [input.Columns], scaling.Lowest.AsSpan()));
            string highest = graph.Constant(OnnxTensor.Of($"{name}.highest", [input.Columns], scaling.Highest.AsSpan()));
            string raised = graph.Node("Max", $"{name}.raised", [value, lowest]);
            value = graph.Node("Min", name, [raised, highest]);
        }

        return input with { Name = value };
    }
}
