using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that make rows of noise.</summary>
internal static class GenerationSteps
{
    /// <summary>
    /// Whether a draw can be found: the number is one, and the class is a whole number from 0 to <paramref name="count"/> - 1.
    /// <c>[N, 1] -> [N, 1]</c>, Boolean
    /// </summary>
    public static string IsKnown(GraphBuilder graph, GraphValue noise, GraphValue? classes, int count, string name)
    {
        string isNumber = graph.Node("Equal", $"{name}.number", [noise.Name, noise.Name]); // not so NaN
        if (classes is null)
        {
            return isNumber;
        }

        string floor = graph.Node("Floor", $"{name}.floor", [classes.Name]);
        string lowest = graph.Number($"{name}.lowest", 0), highest = graph.Number($"{name}.highest", count - 1);
        string within = graph.Node("Clip", $"{name}.within", [floor, lowest, highest]);
        string isClass = graph.Node("Equal", $"{name}.class", [classes.Name, within]);
        return graph.Node("And", name, [isNumber, isClass]);
    }

    /// <summary>A value where a condition holds, NaN in all columns where it does not. <c>[N, n] -> [N, n]</c></summary>
    public static GraphValue NaNUnless(GraphBuilder graph, string condition, GraphValue value, string name) =>
        value with { Name = graph.Node("Where", name, [condition, value.Name, graph.Number($"{name}.none", float.NaN)]) };

    /// <summary>
    /// Numbers within [0, 1) to stored draws: the draw at that share of the way through them, of the row's class where there are several.
    /// <c>[N, 1] -> [N, LatentSize]</c>
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="noise">The numbers.</param>
    /// <param name="bits">The draws, 0 or 1 each, class after class. <c>[classes * draws, LatentSize]</c></param>
    /// <param name="draws">Draws of each class.</param>
    /// <param name="classes">
    /// The class of each row, as a number from 0. <c>[N, 1]</c> Null where there is one distribution for all.
    /// </param>
    /// <param name="isKnown">Where it does not hold, the first draw is taken.</param>
    /// <param name="name">Name of what is drawn.</param>
    public static GraphValue StoredDraws(
        GraphBuilder graph, GraphValue noise, TensorProto bits, int draws, GraphValue? classes, string isKnown, string name)
    {
        string index = Index(graph, noise.Name, draws, $"{name}.index");
        if (classes is not null)
        {
            string first = graph.Node("Mul", $"{name}.first", [classes.Name, graph.Number($"{name}.draws", draws)]);
            index = graph.Node("Add", $"{name}.place", [index, first]);
        }

        string known = graph.Node("Where", $"{name}.known", [isKnown, index, graph.Number($"{name}.none", 0)]);
        string row = graph.Node("Cast", $"{name}.row", [known], AttributeProto.Of("to", (long)DataType.Int64));
        string drawn = graph.Node("Gather", $"{name}.drawn", [graph.Constant(bits), row], AttributeProto.Of("axis", 0)); // [N, 1, n]
        string flat = graph.Node("Reshape", $"{name}.flat", [drawn, graph.Indices($"{name}.shape", [0, -1])]);
        graph.Node("Cast", name, [flat], AttributeProto.Of("to", (long)DataType.Float));
        return new(name, RowShape.Flat((int)bits.Dims[1]));
    }

    /// <summary>floor(number * draws), and the last draw where rounding goes beyond it.</summary>
    private static string Index(GraphBuilder graph, string number, int draws, string name)
    {
        string scaled = graph.Node("Mul", $"{name}.scaled", [number, graph.Number($"{name}.count", draws)]);
        string floor = graph.Node("Floor", $"{name}.floor", [scaled]);
        return graph.Node("Clip", name, [floor, graph.Number($"{name}.lowest", 0), graph.Number($"{name}.highest", draws - 1)]);
    }
}
