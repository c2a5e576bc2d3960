using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that are about features: scaling, and what a <see cref="Likelihood"/> says of them.</summary>
internal static class FeatureSteps
{
    private static AttributeProto FeatureAxis => AttributeProto.Of("axis", 1);

    /// <summary>Features with missing values replaced, where the scaling knows by what. <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue Whole(GraphBuilder graph, GraphValue features, SlotScaling scaling, string name)
    {
        if (scaling.Missing.IsEmpty)
        {
            return features;
        }

        string mean = graph.Vector($"{name}.mean", scaling.Missing.AsSpan());
        string isMissing = graph.Node("IsNaN", $"{name}.missing", [features.Name]);
        return features with { Name = graph.Node("Where", name, [isMissing, mean, features.Name]) };
    }

    /// <summary>
    /// 0 for rows of finite features, NaN for others: times 0, any number but NaN and infinity is 0. Added to an output, it keeps a row
    /// that means nothing from a plausible answer, whatever clipping and comparisons make of NaN. <c>[N, n] -> [N, 1]</c>
    /// </summary>
    public static GraphValue NotFinite(GraphBuilder graph, GraphValue features, string name)
    {
        string zeros = graph.Constant(TensorProto.Of($"{name}.zeros", [features.Columns, 1], new float[features.Columns]));
        return new(graph.Node("MatMul", name, [features.Name, zeros]), RowShape.Flat(1));
    }

    /// <summary>
    /// Whole features to scaled ones, as <see cref="SlotScaling.Scale"/> does it: offset off, times a factor, Bernoulli slots clipped;
    /// scores where slots have quantiles. <c>[N, n] -> [N, n]</c>
    /// </summary>
    public static GraphValue Scale(GraphBuilder graph, GraphValue features, SlotScaling scaling, Likelihood likelihood, string name)
    {
        if (scaling.Quantiles.IsEmpty)
        {
            return ScaleLinearly(graph, features, scaling, likelihood, name);
        }

        bool areAll = !scaling.Quantiles.Contains(null);
        GraphValue linear = areAll ? features : ScaleLinearly(graph, features, scaling, likelihood, $"{name}.linear");
        return QuantileSteps.Scores(graph, features, scaling, linear, name);
    }

    /// <summary>
    /// Scaled features to the units of the training data, as <see cref="SlotScaling.Invert"/> does it: times unit, plus offset; values of
    /// scores where slots have quantiles; kept within the range of outputs, if there is one. <c>[N, n] -> [N, n]</c>
    /// </summary>
    public static GraphValue Unscale(GraphBuilder graph, GraphValue scaled, SlotScaling scaling, string name)
    {
        if (scaling.OutputRange is not { } range)
        {
            return Unbounded(graph, scaled, scaling, name);
        }

        string value = scaling.IsIdentity ? scaled.Name : Unbounded(graph, scaled, scaling, $"{name}.unbounded").Name;
        string lowest = graph.Number($"{name}.lowest", range.Lowest), highest = graph.Number($"{name}.highest", range.Highest);
        string raised = graph.Node("Max", $"{name}.raised", [value, lowest]); // Clip need not keep NaN
        return scaled with { Name = graph.Node("Min", name, [raised, highest]) };
    }

    /// <summary>
    /// The decoder's outputs to expected scaled features, group by group: sigmoid, the output itself, or softmax. <c>[N, n] -> [N, n]</c>
    /// </summary>
    public static GraphValue Expected(GraphBuilder graph, GraphValue outputs, Likelihood likelihood, string name)
    {
        if (likelihood.Groups is [SlotGroup all])
        {
            return outputs with { Name = OfGroup(all, outputs.Name, name) ?? graph.Node("Identity", name, [outputs.Name]) };
        }

        string[] parts = [.. likelihood.Groups.Select((_, k) => $"{name}.{k}.output")];
        Split(graph, outputs.Name, likelihood.Groups.Select(group => group.Size), parts, name);
        string[] features = [.. likelihood.Groups.Select((group, k) => OfGroup(group, parts[k], $"{name}.{k}") ?? parts[k])];
        return outputs with { Name = graph.Node("Concat", name, features, FeatureAxis) };

        string? OfGroup(SlotGroup group, string output, string feature) => group.Kind switch
        {
            SlotKind.Bernoulli => graph.Node("Sigmoid", feature, [output]),
            SlotKind.Categorical => graph.Node("Softmax", feature, [output], FeatureAxis),
            _ => null,
        };
    }

    /// <summary>The decoder's outputs to -log p(x|z) of scaled features, group by group, in nats. <c>[N, n] -> [N, 1]</c></summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">The decoder's outputs. <c>[N, n]</c></param>
    /// <param name="targets">The features x, scaled. <c>[N, n]</c></param>
    /// <param name="likelihood">The distribution.</param>
    /// <param name="learned">Its own parameters.</param>
    /// <param name="name">Name of the loss.</param>
    public static GraphValue Loss(
        GraphBuilder graph, GraphValue outputs, GraphValue targets, Likelihood likelihood, ReadOnlySpan<float> learned, string name)
    {
        float[] variances = new float[likelihood.Slots];
        likelihood.Variances(learned, variances);
        if (likelihood.Ranges is [SlotRange all])
        {
            return new(OfGroup(all, outputs.Name, targets.Name, name), RowShape.Flat(1));
        }

        string[] outputParts = Parts(outputs.Name, $"{name}.output"), targetParts = Parts(targets.Name, $"{name}.target");
        string[] losses =
            [.. likelihood.Ranges.Select((group, k) => OfGroup(group, outputParts[k], targetParts[k], $"{name}.{k}"))];
        return new(graph.Node("Sum", name, losses), RowShape.Flat(1));

        string[] Parts(string value, string part)
        {
            string[] parts = [.. likelihood.Ranges.Select((_, k) => $"{part}.{k}")];
            Split(graph, value, likelihood.Ranges.Select(group => group.Count), parts, part);
            return parts;
        }

        string OfGroup(SlotRange group, string output, string target, string loss) => group.Kind switch
        {
            SlotKind.Bernoulli => Bernoulli(graph, output, target, loss),
            SlotKind.Gaussian => Gaussian(graph, output, target, variances.AsSpan(group.First, group.Count), loss),
            _ => Categorical(graph, output, target, loss),
        };
    }

    private static GraphValue ScaleLinearly(
        GraphBuilder graph, GraphValue features, SlotScaling scaling, Likelihood likelihood, string name)
    {
        string value = features.Name;
        if (!scaling.IsIdentity)
        {
            string minimum = graph.Vector($"{name}.minimum", scaling.Offset.AsSpan());
            string factor = graph.Vector($"{name}.factor", scaling.Factor.AsSpan());
            string above = graph.Node("Sub", $"{name}.above", [value, minimum]);
            value = graph.Node("Mul", $"{name}.unclipped", [above, factor]);
        }

        if (likelihood.IsBernoulli)
        {
            value = graph.Node("Clip", name, [value, graph.Number($"{name}.zero", 0), graph.Number($"{name}.one", 1)]);
        }
        else if (likelihood.Groups.Any(group => group is BernoulliSlots))
        {
            string lowest = graph.Vector($"{name}.lowest", scaling.Lowest.AsSpan());
            string highest = graph.Vector($"{name}.highest", scaling.Highest.AsSpan());
            string raised = graph.Node("Max", $"{name}.raised", [value, lowest]);
            value = graph.Node("Min", name, [raised, highest]);
        }

        return features with { Name = value };
    }

    private static GraphValue Unbounded(GraphBuilder graph, GraphValue scaled, SlotScaling scaling, string name)
    {
        if (scaling.Quantiles.IsEmpty)
        {
            return UnscaleLinearly(graph, scaled, scaling, name);
        }

        GraphValue linear = scaling.Quantiles.Contains(null) ? UnscaleLinearly(graph, scaled, scaling, $"{name}.linear") : scaled;
        return QuantileSteps.Values(graph, scaled, scaling, linear, name);
    }

    private static GraphValue UnscaleLinearly(GraphBuilder graph, GraphValue scaled, SlotScaling scaling, string name)
    {
        string range = graph.Vector($"{name}.range", scaling.Unit.AsSpan());
        string minimum = graph.Vector($"{name}.minimum", scaling.Offset.AsSpan());
        string above = graph.Node("Mul", $"{name}.above", [scaled.Name, range]);
        return scaled with { Name = graph.Node("Add", name, [above, minimum]) };
    }

    private static void Split(GraphBuilder graph, string value, IEnumerable<int> sizes, string[] parts, string name)
    {
        string constant = graph.Indices($"{name}.sizes", [.. sizes.Select(size => (long)size)]);
        graph.Node("Split", $"{name}.split", [value, constant], parts, FeatureAxis);
    }

    /// <summary>sum max(o, 0) + log(1 + exp(-|o|)) - x o: nothing overflows.</summary>
    private static string Bernoulli(GraphBuilder graph, string outputs, string targets, string name)
    {
        string positive = graph.Node("Relu", $"{name}.positive", [outputs]);
        string size = graph.Node("Abs", $"{name}.size", [outputs]);
        string negative = graph.Node("Neg", $"{name}.negative", [size]);
        string rest = graph.Node("Softplus", $"{name}.rest", [negative]);
        string normaliser = graph.Node("Add", $"{name}.normaliser", [positive, rest]);
        string chosen = graph.Node("Mul", $"{name}.chosen", [targets, outputs]);
        return graph.RowSum(graph.Node("Sub", $"{name}.terms", [normaliser, chosen]), name);
    }

    /// <summary>sum (x - o)^2 / (2 v) + log(2 pi v) / 2.</summary>
    private static string Gaussian(GraphBuilder graph, string outputs, string targets, ReadOnlySpan<float> variances, string name)
    {
        double constant = 0;
        float[] halfPrecisions = new float[variances.Length];
        for (int slot = 0; slot < variances.Length; slot++)
        {
            halfPrecisions[slot] = 0.5f / variances[slot];
            constant += Math.Log(2 * Math.PI * variances[slot]) / 2;
        }

        string precisions = graph.Constant(TensorProto.Of($"{name}.precisions", [variances.Length, 1], halfPrecisions));
        string offset = graph.Number($"{name}.constant", (float)constant);
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
        return graph.Node("Neg", name, [graph.RowSum(chosen, $"{name}.sum")]);
    }
}
