namespace MLNetQuantumPrior.Learning;

/// <summary>
/// How the SIMD engine interprets one layer. It holds no state, so one serves any number of callers; its results do not depend on the
/// number of threads. Images lie pixel after pixel, the channels of a pixel together; <see cref="TranspositionPass"/> leads there and back.
/// </summary>
internal abstract class LayerPass(int inputs, int outputs, int parameterCount)
{
    /// <summary>Values of a row before the layer.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Values of a row after the layer.</summary>
    public int Outputs { get; } = outputs;

    public int ParameterCount { get; } = parameterCount;

    /// <summary>Number of values to keep of a batch between forward and backward pass, besides input and output.</summary>
    public virtual int Statistics(int rows) => 0;

    /// <param name="layer">The layer, which takes <paramref name="input"/>.</param>
    /// <param name="input">What a row is before it.</param>
    public static LayerPass Of(Layer layer, RowShape input) => layer switch
    {
        Dense dense => new DensePass(dense),
        Conv2d conv => new ConvPass(conv, input),
        ConvTranspose2d conv => new ConvPass(conv, input),
        Residual block => new ResidualPass(block, input),
        BatchNorm norm => new BatchNormPass<Kernels.Identity>(norm, input),
        Reshape reshape => new TranspositionPass(reshape.Channels, reshape.Image.Pixels),
        Flatten => new TranspositionPass(input.Pixels, input.Channels),
        Activation { Function: ActivationFunction.Relu } => new ActivationPass<Kernels.Relu>(input.Size),
        Activation { Function: ActivationFunction.LeakyRelu } => new ActivationPass<Kernels.LeakyRelu>(input.Size),
        Activation { Function: ActivationFunction.Tanh } => new ActivationPass<Kernels.Tanh>(input.Size),
        Activation { Function: ActivationFunction.Sigmoid } => new ActivationPass<Kernels.Sigmoid>(input.Size),
        Activation { Function: ActivationFunction.Silu } => new ActivationPass<Kernels.Silu>(input.Size),
        CustomNetwork network => new CustomPass(network),
        _ => throw new ArgumentException($"Layer {layer}: the SIMD engine does not know this kind of layer.", nameof(layer)),
    };

    /// <summary>All layers in the order of the data; one pass may be of two or three.</summary>
    /// <param name="layers">Layers, each of which takes what the one before it gives.</param>
    /// <param name="input">What a row is before the first.</param>
    public static ImmutableArray<LayerPass> All(ImmutableArray<Layer> layers, RowShape input)
    {
        var passes = ImmutableArray.CreateBuilder<LayerPass>(layers.Length);
        for (ReadOnlySpan<Layer> rest = layers.AsSpan(); !rest.IsEmpty;)
        {
            (LayerPass pass, int count) = First(rest, input);
            passes.Add(pass);
            foreach (Layer layer in rest[..count])
            {
                input = layer.OutputShape(input);
            }

            rest = rest[count..];
        }

        return passes.ToImmutable();
    }

    /// <summary>A pass for the first layer or the first few, and their number.</summary>
    private static (LayerPass Pass, int Layers) First(ReadOnlySpan<Layer> layers, RowShape input) => layers switch
    {
        [BatchNorm norm, Activation { Function: ActivationFunction.Relu }, .. var rest] => Normalized<Kernels.Relu>(norm, rest, input, 2),
        [BatchNorm norm, Activation { Function: ActivationFunction.LeakyRelu }, .. var rest] =>
            Normalized<Kernels.LeakyRelu>(norm, rest, input, 2),
        [BatchNorm norm, .. var rest] => Normalized<Kernels.Identity>(norm, rest, input, 1),
        _ => (Of(layers[0], input), 1),
    };

    private static (LayerPass Pass, int Layers) Normalized<TFunction>(
        BatchNorm layer, ReadOnlySpan<Layer> next, RowShape input, int layers)
        where TFunction : unmanaged, Kernels.IRectifier
    {
        BatchNormPass<TFunction> norm = new(layer, input);
        return next is [Conv2d or ConvTranspose2d, ..]
            ? (new NormalizedConvPass<TFunction>(norm, (ConvPass)Of(next[0], input)), layers + 1)
            : (norm, layers);
    }

    /// <summary>[rows, Inputs] -> [rows, Outputs]. A row's result does not depend on the other rows.</summary>
    public abstract void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads);

    /// <summary>The forward pass of a training step, where a layer may look at all rows.</summary>
    /// <param name="parameters">This layer's parameters.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="input">[rows, Inputs]</param>
    /// <param name="output">Receives [rows, Outputs].</param>
    /// <param name="statistics">Receives what the layer keeps of the batch, [Statistics(rows)].</param>
    /// <param name="threads">Threads to use at most.</param>
    public virtual void ForwardInTraining(
        ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, Span<float> statistics, int threads) =>
        Forward(parameters, rows, input, output, threads);

    /// <summary>Gradients from what <see cref="ForwardInTraining"/> took and gave.</summary>
    /// <param name="parameters">This layer's parameters.</param>
    /// <param name="record">What the layer took and gave.</param>
    /// <param name="outputGradient">Gradient of the loss by the output.</param>
    /// <param name="inputGradient">Receives the gradient by the input; empty when nobody needs it.</param>
    /// <param name="parameterGradient">Receives the gradient by the parameters.</param>
    /// <param name="threads">Threads to use at most.</param>
    public abstract void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads);

    /// <summary>Moves the parameters that are not trained towards a batch's statistics.</summary>
    public virtual void UpdateStatistics(Span<float> parameters, int rows, ReadOnlySpan<float> statistics)
    {
    }
}
