using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that compute in integers.</summary>
internal static class IntegerSteps
{
    /// <summary>Weights are from -127 to 127, so that one and its negative are the same number of steps.</summary>
    private const int LargestWeight = sbyte.MaxValue;

    /// <summary>
    /// Values are from 0 to 127, not 255: instructions of processors without VNNI add two products into 16 bits, which 2 * 255 * 127 would
    /// exceed, and the file would mean another network there.
    /// </summary>
    private const int LargestValue = 127;

    /// <summary>
    /// A dense layer of integers: x to 0 .. 127 by a step for all, weights to -127 .. 127 by a step for each output, exact sums in 32 bits,
    /// times the steps, plus the bias in single precision. So a row's result does not depend on other rows. <c>[N, n] -> [N, m]</c>
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">Values x; what is beyond the range is clipped.</param>
    /// <param name="range">The range of x.</param>
    /// <param name="weights">Weights: their name, shape [n, m] and place.</param>
    /// <param name="bias">The bias, [m].</param>
    /// <param name="parameters">The flat vector of all parameters.</param>
    /// <param name="name">Name of the result.</param>
    public static void Dense(
        GraphBuilder graph,
        string input,
        LayerRange range,
        ParameterBlock weights,
        ParameterBlock bias,
        ReadOnlySpan<float> parameters,
        string name)
    {
        (float step, int zero) = Steps(range);
        string lowest = graph.Number($"{name}.lowest", -zero * step);
        string highest = graph.Number($"{name}.highest", (LargestValue - zero) * step);
        string clipped = graph.Node("Clip", $"{name}.clipped", [input, lowest, highest]);
        string zeroPoint = graph.Constant(TensorProto.Of($"{name}.zero", [], [(byte)zero]));
        string integers = graph.Node("QuantizeLinear", $"{name}.integers", [clipped, graph.Number($"{name}.step", step), zeroPoint]);

        (sbyte[] rounded, float[] steps) = Rounded(parameters[weights.Offset..weights.End], weights.Shape[1]);
        string factors = graph.Constant(TensorProto.Of($"{weights.Name}.int8", weights.Shape.AsSpan(), rounded));
        string sums = graph.Node("MatMulInteger", $"{name}.sums", [integers, factors, zeroPoint]);
        string numbers = graph.Node("Cast", $"{name}.numbers", [sums], AttributeProto.Of("to", (long)DataType.Float));
        string products = graph.Vector($"{weights.Name}.steps", Array.ConvertAll(steps, own => own * step));
        string scaled = graph.Node("Mul", $"{name}.scaled", [numbers, products]);
        graph.Node("Add", name, [scaled, graph.Constant(TensorProto.Of(bias, parameters))]);
    }

    /// <summary>x = step (integer - zero), so that a 0 stays one.</summary>
    private static (float Step, int Zero) Steps(LayerRange range)
    {
        float width = range.Highest - range.Lowest, step = width > 0 ? width / LargestValue : 1;
        return (step, (int)MathF.Round(-range.Lowest / step));
    }

    /// <summary>Weights in steps of their columns.</summary>
    private static (sbyte[] Weights, float[] Steps) Rounded(ReadOnlySpan<float> weights, int columns)
    {
        float[] steps = new float[columns];
        for (int k = 0; k < weights.Length; k++)
        {
            steps[k % columns] = Math.Max(steps[k % columns], Math.Abs(weights[k]) / LargestWeight);
        }

        sbyte[] rounded = new sbyte[weights.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            float step = steps[k % columns];
            rounded[k] = (sbyte)(step > 0 ? Math.Clamp(MathF.Round(weights[k] / step), -LargestWeight, LargestWeight) : 0);
        }

        return (rounded, steps);
    }
}
