namespace MLNetQuantumPrior.Learning;

/// <summary>A function applied to each value on its own. <c>[N, n] -> [N, n]</c></summary>
internal sealed class ActivationStep(ActivationFunction function) : IGraphStep
{
    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        switch (function)
        {
            case ActivationFunction.Relu:
                graph.Node("Relu", name, [input.Name]);
                break;
            case ActivationFunction.LeakyRelu:
                graph.Node("LeakyRelu", name, [input.Name], new OnnxFloat("alpha", 0.01f));
                break;
            case ActivationFunction.Tanh:
                graph.Node("Tanh", name, [input.Name]);
                break;
            case ActivationFunction.Sigmoid:
                graph.Node("Sigmoid", name, [input.Name]);
                break;
            case ActivationFunction.Silu:
                graph.Node("Mul", name, [input.Name, graph.Node("Sigmoid", $"{name}.sigmoid", [input.Name])]);
                break;
            default:
                throw new NotSupportedException($"Activation: expected one that ONNX export knows, got {function}.");
        }

        return input with { Name = name };
    }
}
