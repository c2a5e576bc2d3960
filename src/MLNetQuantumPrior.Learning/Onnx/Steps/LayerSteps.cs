using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior.Learning;

/// <summary>Steps of a graph that are networks.</summary>
internal static class LayerSteps
{
    /// <summary>Scaled features to codes. <c>[N, InputSize] -> [N, CodeSize]</c></summary>
    public static GraphValue Encoder(GraphBuilder graph, GraphValue features, BmVaeModel model, string name) =>
        Network(graph, features, "encoder", model.Architecture.Encoder, model, name);

    /// <summary>Latents to what the likelihood makes features of. <c>[N, LatentSize] -> [N, InputSize]</c></summary>
    /// <param name="graph">The graph.</param>
    /// <param name="latents">The latents.</param>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="ranges">Of what each layer takes, where dense layers are to compute in integers; empty where they are not.</param>
    public static GraphValue Decoder(
        GraphBuilder graph, GraphValue latents, BmVaeModel model, string name, ImmutableArray<LayerRange> ranges = default) =>
        Network(graph, latents, "decoder", model.Architecture.Decoder, model, name, ranges);

    private static GraphValue Network(
        GraphBuilder graph,
        GraphValue input,
        string network,
        ImmutableArray<Layer> layers,
        BmVaeModel model,
        string name,
        ImmutableArray<LayerRange> ranges = default)
    {
        Dictionary<string, ParameterBlock> blocks = model.Architecture.Parameters.ToDictionary(block => block.Name);
        GraphValue value = input;
        for (int k = 0; k < layers.Length; k++)
        {
            string layer = $"{network}.{k}", result = k == layers.Length - 1 ? name : layer;
            if (layers[k] is Dense && !ranges.IsDefaultOrEmpty)
            {
                (ParameterBlock weights, ParameterBlock bias) = (blocks[$"{layer}.weight"], blocks[$"{layer}.bias"]);
                IntegerSteps.Dense(graph, value.Name, ranges[k], weights, bias, model.Parameters, result);
                value = new(result, layers[k].OutputShape(value.Shape));
                continue;
            }

            string[] tensors =
                [.. layers[k].Tensors.Select(tensor => graph.Weights(blocks[$"{layer}.{tensor.Name}"], model.Parameters))];
            value = OneLayer(graph, value, layers[k], tensors, result);
        }

        return value;
    }

    private static GraphValue OneLayer(GraphBuilder graph, GraphValue input, Layer layer, string[] tensors, string name)
    {
        string[] WithTensors() => [input.Name, .. tensors];
        switch (layer)
        {
            case Dense:
                graph.Node("Gemm", name, WithTensors());
                break;
            case Conv2d conv:
                graph.Node(
                    "Conv",
                    name,
                    WithTensors(),
                    AttributeProto.Of("kernel_shape", [conv.Kernel, conv.Kernel]),
                    AttributeProto.Of("strides", [conv.Stride, conv.Stride]),
                    AttributeProto.Of("pads", [conv.Padding, conv.Padding, conv.Padding, conv.Padding]));
                break;
            case ConvTranspose2d conv:
                graph.Node(
                    "ConvTranspose",
                    name,
                    WithTensors(),
                    AttributeProto.Of("kernel_shape", [conv.Kernel, conv.Kernel]),
                    AttributeProto.Of("strides", [conv.Stride, conv.Stride]),
                    AttributeProto.Of("pads", [conv.Padding, conv.Padding, conv.Padding, conv.Padding]),
                    AttributeProto.Of("output_padding", [conv.OutputPaddingHeight, conv.OutputPaddingWidth]));
                break;
            case Residual block:
                int ofInner = block.Inner.Sum(inner => inner.Tensors.Length);
                GraphValue inner = Branch(graph, input, block.Inner, tensors[..ofInner], $"{name}.inner");
                GraphValue shortcut = Branch(graph, input, block.Shortcut, tensors[ofInner..], $"{name}.shortcut");
                graph.Node("Add", name, [inner.Name, shortcut.Name]);
                break;
            case BatchNorm: // with the running statistics
                graph.Node("BatchNormalization", name, WithTensors(), AttributeProto.Of("epsilon", BatchNorm.Epsilon));
                break;
            case Activation activation:
                Apply(graph, input.Name, activation.Function, name);
                break;
            case Reshape reshape:
                const long Keep = 0; // the dimension as it is
                string shape = graph.Indices($"{name}.shape", [Keep, reshape.Channels, reshape.Height, reshape.Width]);
                graph.Node("Reshape", name, [input.Name, shape]);
                break;
            case Flatten:
                graph.Node("Flatten", name, [input.Name], AttributeProto.Of("axis", 1));
                break;
            case CustomNetwork network:
                throw new NotSupportedException(
                    $"{network.Because}: expected a layer that ONNX export and ml.Model.Save know. " +
                    "The model can be used, and saved by itself: model.Save(\"file.bmvae\").");
            default:
                throw new NotSupportedException($"Layer {layer}: expected one that ONNX export knows.");
        }

        return new(name, layer.OutputShape(input.Shape));
    }

    private static GraphValue Branch(GraphBuilder graph, GraphValue value, ImmutableArray<Layer> layers, string[] tensors, string name)
    {
        for (int k = 0; k < layers.Length; k++)
        {
            int count = layers[k].Tensors.Length;
            value = OneLayer(graph, value, layers[k], tensors[..count], $"{name}.{k}");
            tensors = tensors[count..];
        }

        return value;
    }

    private static void Apply(GraphBuilder graph, string input, ActivationFunction function, string name)
    {
        switch (function)
        {
            case ActivationFunction.Relu or ActivationFunction.Tanh or ActivationFunction.Sigmoid:
                graph.Node($"{function}", name, [input]); // ONNX calls them the same
                break;
            case ActivationFunction.LeakyRelu:
                graph.Node("LeakyRelu", name, [input], AttributeProto.Of("alpha", 0.01f));
                break;
            case ActivationFunction.Silu:
                graph.Node("Mul", name, [input, graph.Node("Sigmoid", $"{name}.sigmoid", [input])]);
                break;
            default:
                throw new NotSupportedException($"Activation: expected one that ONNX export knows, got {function}.");
        }
    }
}
