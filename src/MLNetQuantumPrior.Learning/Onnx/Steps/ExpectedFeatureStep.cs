using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The decoder's outputs to expected scaled features, group by group: sigmoid, the output itself, or softmax. <c>[N, n] -> [N, n]</c>
/// </summary>
internal sealed class ExpectedFeatureStep(Likelihood likelihood) : IGraphStep
{
    private static readonly OnnxInt FeatureAxis = new("axis", 1);

    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        if (likelihood.Groups is [SlotGroup all])
        {
            return input with { Name = Expected(all, input.Name, name) ?? graph.Node("Identity", name, [input.Name]) };
        }

        ImmutableArray<string> parts = [.. likelihood.Groups.Select((_, k) => $"{name}.{k}.output")];
        string sizes = graph.Constant(OnnxTensor.Of($"{name}.sizes", [.. likelihood.Groups.Select(group => (long)group.Size)]));
        graph.Node("Split", $"{name}.split", [input.Name, sizes], parts, FeatureAxis);
        ImmutableArray<string> features = [.. likelihood.Groups.Select((group, k) => Expected(group, parts[k], $"{name}.{k}") ?? parts[k])];
        return input with { Name = graph.Node("Concat", name, features, FeatureAxis) };

        string? Expected(SlotGroup group, string output, string feature) => group.Kind switch
        {
            SlotKind.Bernoulli => graph.Node("Sigmoid", feature, [output]),
            SlotKind.Categorical => graph.Node("Softmax", feature, [output], FeatureAxis),
            _ => null,
        };
    }
}
