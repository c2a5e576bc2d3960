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
            LaneJob<LaneMap<TActivation>>.Run(new(x, y), input.Length, ValuesPerPart, threads);
        }
    }

    public override void Backward(
        ReadOnlySpan<float> parameters,
        int rows,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        fixed (float* y = output, dy = outputGradient, dx = inputGradient)
        {
            LaneJob<ActivationGradient<TActivation>>.Run(new(y, dy, dx), output.Length, ValuesPerPart, threads);
        }
    }
}
