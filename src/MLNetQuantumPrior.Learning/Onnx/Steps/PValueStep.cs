namespace MLNetQuantumPrior.Learning;

/// <summary>
/// An outlier score to <see cref="ConformalPValue"/>: (1 + held-out scores of at least this one) / (1 + held-out scores).
/// <c>[N, 1] -> [N, 1]</c>
/// </summary>
internal sealed class PValueStep(OutlierCalibration outliers, OutlierMeasure measure) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        float[] scores = [.. outliers.HeldOut.Select(terms => (float)outliers.Score(measure, terms))];
        string heldOut = graph.Constant(OnnxTensor.Of($"{name}.heldOut", [1, scores.Length], scores));
        string one = graph.Constant(OnnxTensor.Of($"{name}.one", [], [1f]));
        string all = graph.Constant(OnnxTensor.Of($"{name}.all", [], [1f + scores.Length]));
        string stranger = graph.Node("GreaterOrEqual", $"{name}.stranger", [heldOut, input.Name]); // [N, held-out scores]
        string counted = graph.Node("Cast", $"{name}.counted", [stranger], new OnnxInt("to", (long)OnnxElement.Float));
        string count = graph.Node("Add", $"{name}.count", [RowSum.Of(graph, counted, $"{name}.sum"), one]);
        return input with { Name = graph.Node("Div", name, [count, all]) };
    }
}
