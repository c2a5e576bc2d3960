using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>All layers of a network, one step each.</summary>
internal sealed class NetworkStep : IGraphStep
{
    private readonly ImmutableArray<(string Name, IGraphStep Step)> _layers;

    /// <param name="network">"encoder" or "decoder", as parameter blocks are named.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="architecture">Where its parameters lie.</param>
    /// <param name="parameters">The flat vector of all parameters.</param>
    public NetworkStep(string network, ImmutableArray<Layer> layers, VaeArchitecture architecture, ReadOnlySpan<float> parameters)
    {
        if (parameters.Length != architecture.ParameterCount)
        {
            throw new ArgumentException(
                $"Parameters: expected {architecture.ParameterCount} values, got {parameters.Length}.", nameof(parameters));
        }

        Dictionary<string, ParameterBlock> blocks = architecture.Parameters.ToDictionary(block => block.Name);
        var steps = ImmutableArray.CreateBuilder<(string, IGraphStep)>(layers.Length);
        for (int k = 0; k < layers.Length; k++)
        {
            string name = $"{network}.{k}";
            var tensors = ImmutableArray.CreateBuilder<OnnxTensor>();
            foreach (LayerTensor tensor in layers[k].Tensors)
            {
                tensors.Add(OnnxTensor.Of(blocks[$"{name}.{tensor.Name}"], parameters));
            }

            steps.Add((name, StepOf(layers[k], tensors.ToImmutable())));
        }

        _layers = steps.MoveToImmutable();
    }

    public GraphValue Append(GraphBuilder graph, GraphValue input, string name)
    {
        GraphValue value = input;
        foreach ((string layer, IGraphStep step) in _layers[..^1])
        {
            value = step.Append(graph, value, layer);
        }

        return _layers[^1].Step.Append(graph, value, name);
    }

    private static IGraphStep StepOf(Layer layer, ImmutableArray<OnnxTensor> tensors) => layer switch
    {
        Dense => new DenseStep(tensors[0], tensors[1]),
        Conv2d conv => new ConvStep(conv, tensors[0], tensors[1]),
        ConvTranspose2d conv => new ConvTransposeStep(conv, tensors[0], tensors[1]),
        BatchNorm => new BatchNormStep(tensors[0], tensors[1], tensors[2], tensors[3]),
        Activation activation => new ActivationStep(activation.Function),
        Reshape reshape => new ReshapeStep(reshape),
        Flatten => new FlattenStep(),
        ForeignNetwork network => throw new NotSupportedException(
            $"{network.Because}: expected a layer that ONNX export knows. The model can be used and saved without it."),
        _ => throw new NotSupportedException($"Layer {layer}: expected one that ONNX export knows."),
    };
}
