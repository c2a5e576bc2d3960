namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Numbers within [0, 1) to stored draws: the draw at that share of the way through them, of the row's class where there are several.
/// <c>[N, 1] -> [N, LatentSize]</c>
/// </summary>
/// <param name="bits">The draws, 0 or 1 each, class after class. <c>[classes * draws, LatentSize]</c></param>
/// <param name="draws">Draws of each class.</param>
/// <param name="classes">The class of each row, as a number from 0. <c>[N, 1]</c> Null where there is one law for all.</param>
internal sealed class StoredDrawStep(OnnxTensor bits, int draws, GraphValue? classes) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        string index = Index(graph, input.Name, $"{name}.index");
        if (classes is not null)
        {
            string first = graph.Node("Mul", $"{name}.first", [classes.Name, Number(graph, $"{name}.draws", draws)]);
            index = graph.Node("Add", $"{name}.place", [index, first]);
        }

        string row = graph.Node("Cast", $"{name}.row", [index], new OnnxInt("to", (long)OnnxElement.Int64));
        string drawn = graph.Node("Gather", $"{name}.drawn", [graph.Constant(bits), row], new OnnxInt("axis", 0)); // [N, 1, LatentSize]
        string shape = graph.Constant(OnnxTensor.Of($"{name}.shape", [0L, -1L]));
        string flat = graph.Node("Reshape", $"{name}.flat", [drawn, shape]);
        graph.Node("Cast", name, [flat], new OnnxInt("to", (long)OnnxElement.Float));
        return new(name, RowShape.Flat((int)bits.Shape[1]));
    }

    /// <summary>floor(number * draws), and the last draw where rounding goes beyond it.</summary>
    private string Index(GraphBuilder graph, string number, string name)
    {
        string scaled = graph.Node("Mul", $"{name}.scaled", [number, Number(graph, $"{name}.count", draws)]);
        string floor = graph.Node("Floor", $"{name}.floor", [scaled]);
        return graph.Node("Clip", name, [floor, Number(graph, $"{name}.lowest", 0), Number(graph, $"{name}.highest", draws - 1)]);
    }

    private static string Number(GraphBuilder graph, string name, int value) => graph.Constant(OnnxTensor.Of(name, [], [(float)value]));
}
