using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>y = f(x), value by value.</summary>
internal sealed unsafe class ActivationPass<TActivation>(int inputs) : LayerPass(inputs, inputs, 0)
    where TActivation : unmanaged, IActivation
{
    /// <summary>A microsecond of ReLU, several of tanh; a hand-over to another core costs about one.</summary>
    private const int ValuesPerPart = 8192;

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads)
    {
        fixed (float* x = input, y = output)
        {
            Elements.Run(new LaneMap<TActivation>(x, y), input.Length, ValuesPerPart, threads);
        }
    }

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        fixed (float* x = record.Input, y = record.Output, dy = outputGradient, dx = inputGradient)
        {
            Elements.Run(new ActivationGradient<TActivation>(x, y, dy, dx), inputGradient.Length, ValuesPerPart, threads);
        }
    }
}
