namespace MLNetQuantumPrior.Learning;

/// <summary>
/// How the SIMD engine interprets one layer. It holds no state, so one serves any number of callers; its results do not depend on the
/// number of threads.
/// </summary>
internal abstract class LayerPass(int inputs, int outputs, int parameterCount)
{
    /// <summary>Values of a row before the layer.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Values of a row after the layer.</summary>
    public int Outputs { get; } = outputs;

    public int ParameterCount { get; } = parameterCount;

    public static LayerPass Of(Layer layer, int inputs) => layer switch
    {
        Dense dense => new DensePass(dense),
        Activation { Function: ActivationFunction.Relu } => new ActivationPass<Kernels.Relu>(inputs),
        Activation { Function: ActivationFunction.LeakyRelu } => new ActivationPass<Kernels.LeakyRelu>(inputs),
        Activation { Function: ActivationFunction.Tanh } => new ActivationPass<Kernels.Tanh>(inputs),
        _ => throw new ArgumentException($"Layer {layer}: the SIMD engine does not know this kind of layer.", nameof(layer)),
    };

    /// <summary>[rows, Inputs] -> [rows, Outputs]. A row's result does not depend on the other rows.</summary>
    public abstract void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads);

    /// <summary>Gradients from what <see cref="Forward"/> took and gave.</summary>
    /// <param name="parameters">This layer's parameters.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="input">[rows, Inputs]</param>
    /// <param name="output">[rows, Outputs]</param>
    /// <param name="outputGradient">Gradient of the loss by the output.</param>
    /// <param name="inputGradient">Receives the gradient by the input; empty when nobody needs it.</param>
    /// <param name="parameterGradient">Receives the gradient by the parameters.</param>
    /// <param name="threads">Threads to use at most.</param>
    public abstract void Backward(
        ReadOnlySpan<float> parameters,
        int rows,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads);
}
