namespace MLNetQuantumPrior.Learning;

/// <summary>A network that another engine computes. The SIMD engine can use it, and not train it.</summary>
internal sealed class CustomPass(CustomNetwork network) : LayerPass(network.Inputs, network.Outputs, network.ParameterCount)
{
    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        network.Forward(parameters, rows, input, output);

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads) => throw new NotSupportedException(
            $"{network.Because}: the SIMD engine cannot train it. Train it on the engine that it comes from.");
}
