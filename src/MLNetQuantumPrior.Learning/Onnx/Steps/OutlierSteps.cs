using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that are about outliers: the terms of <see cref="OutlierTerms"/> that nothing else takes.</summary>
internal static class OutlierSteps
{
    /// <summary>Below it x log x is nothing.</summary>
    private const float Smallest = 1e-30f;

    /// <summary>
    /// -log p(x|z) less the least that any decoder could reach, the sum of <see cref="SlotDivergence"/>. <c>[N, n] -> [N, 1]</c>
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">The decoder's outputs. <c>[N, n]</c></param>
    /// <param name="scaled">The features x, scaled. <c>[N, n]</c></param>
    /// <param name="loss">-log p(x|z) of them. <c>[N, 1]</c></param>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the result.</param>
    public static GraphValue Divergence(
        GraphBuilder graph, GraphValue outputs, GraphValue scaled, GraphValue loss, BmVaeModel model, string name)
    {
        Likelihood likelihood = model.Architecture.Likelihood;
        string shares = graph.Node(
            "Clip", $"{name}.shares", [scaled.Name, graph.Number($"{name}.zero", 0), graph.Number($"{name}.one", 1)]);
        SlotRange[] choices = [.. likelihood.Ranges.Where(range => range.Kind == SlotKind.Categorical)];
        string value = loss.Name;
        if (choices.Length > 0)
        {
            value = WithoutBeyond(value);
        }

        float[] variances = new float[likelihood.Slots];
        likelihood.Variances(model.LikelihoodParameters, variances);
        double constant = variances.Sum(variance => variance > 0 ? Math.Log(2 * Math.PI * variance) / 2 : 0);
        value = graph.Node("Sub", $"{name}.kernel", [value, graph.Number($"{name}.constant", (float)constant)]);

        if (likelihood.Ranges.Any(range => range.Kind != SlotKind.Gaussian))
        {
            string own = TimesLog(graph, shares, $"{name}.own"); // x log x
            value = graph.Node("Add", $"{name}.entropy", [value, Masked(own, kind => kind != SlotKind.Gaussian)]);
        }

        if (likelihood.Ranges.Any(range => range.Kind == SlotKind.Bernoulli))
        {
            string rest = TimesLog(graph, graph.Node("Sub", $"{name}.rest", [$"{name}.one", shares]), $"{name}.other");
            value = graph.Node("Add", $"{name}.entropies", [value, Masked(rest, kind => kind == SlotKind.Bernoulli)]);
        }

        if (choices.Length > 0)
        {
            float[] groups = new float[likelihood.Slots * choices.Length];
            for (int k = 0; k < choices.Length; k++)
            {
                for (int slot = choices[k].First; slot < choices[k].First + choices[k].Count; slot++)
                {
                    groups[(slot * choices.Length) + k] = 1;
                }
            }

            string members = graph.Constant(TensorProto.Of($"{name}.groups", [likelihood.Slots, choices.Length], groups));
            string totals = TimesLog(graph, graph.Node("MatMul", $"{name}.totals", [shares, members]), $"{name}.total");
            value = graph.Node("Sub", $"{name}.choices", [value, graph.RowSum(totals, $"{name}.total.sum")]);
        }

        return new(graph.Node("Identity", name, [value]), RowShape.Flat(1));

        // What is no share at all, below 0 or above 1, is for BeyondRange: the loss of the rest e is -e log softmax(o), and taken off.
        string WithoutBeyond(string value)
        {
            var beyond = scaled with { Name = graph.Node("Sub", $"{name}.noShare", [scaled.Name, shares]) };
            for (int k = 0; k < choices.Length; k++)
            {
                string choice = $"{name}.choice.{k}";
                GraphValue rest = LatentSteps.Columns(graph, beyond, choices[k].First, choices[k].Count, $"{choice}.rest");
                GraphValue own = LatentSteps.Columns(graph, outputs, choices[k].First, choices[k].Count, $"{choice}.outputs");
                string logarithms = graph.Node("LogSoftmax", $"{choice}.logarithms", [own.Name], AttributeProto.Of("axis", 1));
                string terms = graph.Node("Mul", $"{choice}.terms", [rest.Name, logarithms]);
                value = graph.Node("Add", choice, [value, graph.RowSum(terms, $"{choice}.sum")]);
            }

            return value;
        }

        string Masked(string terms, Func<SlotKind, bool> takes) => graph.Node(
            "MatMul",
            $"{terms}.sum",
            [terms, graph.Constant(TensorProto.Of($"{terms}.mask", [likelihood.Slots, 1], Mask(takes)))]);

        float[] Mask(Func<SlotKind, bool> takes) =>
            [.. likelihood.Ranges.SelectMany(range => Enumerable.Repeat(takes(range.Kind) ? 1f : 0f, range.Count))];
    }

    /// <summary>What <see cref="BeyondRange"/> says of whole features in the units of the training data. <c>[N, n] -> [N, 1]</c></summary>
    public static GraphValue Beyond(GraphBuilder graph, GraphValue features, BeyondRange beyond, string name)
    {
        string above = graph.Node("Sub", $"{name}.above", [features.Name, graph.Vector($"{name}.offset", beyond.Offset)]);
        string inUnits = graph.Node("Mul", $"{name}.inUnits", [above, graph.Vector($"{name}.factor", beyond.Factor)]);
        string raised = graph.Node("Max", $"{name}.raised", [inUnits, graph.Vector($"{name}.lowest", beyond.Lowest)]);
        string inRange = graph.Node("Min", $"{name}.inRange", [raised, graph.Vector($"{name}.highest", beyond.Highest)]);
        string size = graph.Node("Abs", $"{name}.size", [graph.Node("Sub", $"{name}.excess", [inUnits, inRange])]);
        string distance = graph.Node("Min", $"{name}.distance", [size, graph.Number($"{name}.farthest", BeyondRange.Farthest)]);
        string squares = graph.Node("Mul", $"{name}.squares", [distance, distance]);
        string weights = graph.Constant(TensorProto.Of($"{name}.weights", [beyond.Weight.Length, 1], beyond.Weight));
        return new(graph.Node("MatMul", name, [squares, weights]), RowShape.Flat(1));
    }

    /// <summary>Means of latents to <see cref="CodeSpread.Distance"/>. <c>[N, n] -> [N, 1]</c></summary>
    public static GraphValue Mahalanobis(GraphBuilder graph, GraphValue means, CodeSpread codes, string name)
    {
        int n = codes.Mean.Length, next = 0;
        float[] transposed = new float[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                transposed[(j * n) + i] = codes.Whitening[next++];
            }
        }

        string centred = graph.Node("Sub", $"{name}.centred", [means.Name, graph.Vector($"{name}.mean", codes.Mean.AsSpan())]);
        string whitening = graph.Constant(TensorProto.Of($"{name}.whitening", [n, n], transposed));
        string white = graph.Node("MatMul", $"{name}.white", [centred, whitening]);
        return new(graph.RowSum(graph.Node("Mul", $"{name}.squares", [white, white]), name), RowShape.Flat(1));
    }

    private static string TimesLog(GraphBuilder graph, string value, string name)
    {
        string floor = graph.Node("Max", $"{name}.floor", [value, graph.Number($"{name}.smallest", Smallest)]);
        return graph.Node("Mul", name, [value, graph.Node("Log", $"{name}.logarithm", [floor])]);
    }
}
