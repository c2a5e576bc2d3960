using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>The decoder's outputs to -log p(x|z) of scaled features, group by group, in nats. <c>[N, n] -> [N, 1]</c></summary>
internal sealed class LikelihoodLossStep : IGraphStep
{
    private static readonly OnnxInt FeatureAxis = new("axis", 1);

    private readonly Likelihood _likelihood;
    private readonly float[] _variances;
    private readonly GraphValue _targets;

    /// <param name="likelihood">The law.</param>
    /// <param name="learned">Its own parameters.</param>
    /// <param name="targets">The features x, scaled. <c>[N, n]</c></param>
    public LikelihoodLossStep(Likelihood likelihood, ReadOnlySpan<float> learned, GraphValue targets)
    {
        (_likelihood, _targets) = (likelihood, targets);
        _variances = new float[likelihood.Slots];
        likelihood.Variances(learned, _variances);
    }

    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        if (_likelihood.Ranges is [SlotRange all])
        {
            return new(Loss(graph, all, input.Name, _targets.Name, name), RowShape.Flat(1));
        }

        ImmutableArray<string> outputs = Split(graph, input.Name, $"{name}.output");
        ImmutableArray<string> targets = Split(graph, _targets.Name, $"{name}.target");
        ImmutableArray<string> losses =
            [.. _likelihood.Ranges.Select((group, k) => Loss(graph, group, outputs[k], targets[k], $"{name}.{k}"))];
        return new(graph.Node("Sum", name, losses), RowShape.Flat(1));
    }

    private ImmutableArray<string> Split(GraphBuilder graph, string value, string name)
    {
        ImmutableArray<string> parts = [.. _likelihood.Ranges.Select((_, k) => $"{name}.{k}")];
        string sizes = graph.Constant(OnnxTensor.Of($"{name}.sizes", [.. _likelihood.Ranges.Select(group => (long)group.Count)]));
        graph.Node("Split", $"{name}.split", [value, sizes], parts, FeatureAxis);
        return parts;
    }

    private string Loss(GraphBuilder graph, SlotRange group, string outputs, string targets, string name) => group.Kind switch
    {
        SlotKind.Bernoulli => Bernoulli(graph, outputs, targets, name),
        SlotKind.Gaussian => Gaussian(graph, _variances.AsSpan(group.First, group.Count), outputs, targets, name),
        _ => Categorical(graph, outputs, targets, name),
    };

    /// <summary>sum max(o, 0) + log(1 + exp(-|o|)) - x o: nothing overflows.</summary>
    private static string Bernoulli(GraphBuilder graph, string outputs, string targets, string name)
    {
        string positive = graph.Node("Relu", $"{name}.positive", [outputs]);
        string size = graph.Node("Abs", $"{name}.size", [outputs]);
        string negative = graph.Node("Neg", $"{name}.negative", [size]);
        string rest = graph.Node("Softplus", $"{name}.rest", [negative]);
        string normaliser = graph.Node("Add", $"{name}.normaliser", [positive, rest]);
        string chosen = graph.Node("Mul", $"{name}.chosen", [targets, outputs]);
        return RowSum.Of(graph, graph.Node("Sub", $"{name}.terms", [normaliser, chosen]), name);
    }

    /// <summary>sum (x - o)^2 / (2 v) + log(2 pi v) / 2.</summary>
    private static string Gaussian(GraphBuilder graph, ReadOnlySpan<float> variances, string outputs, string targets, string name)
    {
        double constant = 0;
        float[] halfPrecisions = new float[variances.Length];
        for (int slot = 0; slot < variances.Length; slot++)
        {
            halfPrecisions[slot] = 0.5f / variances[slot];
            constant += Math.Log(2 * Math.PI * variances[slot]) / 2;
        }

        string precisions = graph.Constant(OnnxTensor.Of($"{name}.precisions", [variances.Length, 1], halfPrecisions));
        string offset = graph.Constant(OnnxTensor.Of($"{name}.constant", [], [(float)constant]));
        string difference = graph.Node("Sub", $"{name}.difference", [targets, outputs]);
        string squares = graph.Node("Mul", $"{name}.squares", [difference, difference]);
        string weighted = graph.Node("MatMul", $"{name}.weighted", [squares, precisions]);
        return graph.Node("Add", name, [weighted, offset]);
    }

    /// <summary>-sum x log softmax(o): 0 where x is 0 throughout.</summary>
    private static string Categorical(GraphBuilder graph, string outputs, string targets, string name)
    {
        string logarithms = graph.Node("LogSoftmax", $"{name}.logarithms", [outputs], FeatureAxis);
        string chosen = graph.Node("Mul", $"{name}.chosen", [targets, logarithms]);
        return graph.Node("Neg", name, [RowSum.Of(graph, chosen, $"{name}.sum")]);
    }
}
