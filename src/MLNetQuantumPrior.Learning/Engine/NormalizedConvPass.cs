using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Batch normalisation, the function behind it, and the convolution behind that, which normalises its input while it copies it: what lies
/// between them is never stored. Parameters: those of the normalisation first.
/// </summary>
internal sealed unsafe class NormalizedConvPass<TFunction>(BatchNormPass<TFunction> norm, ConvPass conv)
    : LayerPass(conv.Inputs, conv.Outputs, norm.ParameterCount + conv.ParameterCount)
    where TFunction : unmanaged, IRectifier
{
    public override int Statistics(int rows) => norm.Statistics(rows);

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        Forward(parameters, norm.RunningStatistics(parameters), rows, input, output, threads);

    public override void ForwardInTraining(
        ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, Span<float> statistics, int threads)
    {
        norm.Measure(input, statistics, threads);
        Forward(parameters, statistics, rows, input, output, threads);
    }

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        using PooledFloats scratch = new(inputGradient.IsEmpty ? record.Input.Length : 0); // its parameters want a gradient all the same
        Span<float> between = inputGradient.IsEmpty ? scratch.Span : inputGradient;
        using PooledFloats factors = norm.Factors(parameters, record.Statistics);
        fixed (float* mean = record.Statistics, factor = factors.Span, shift = norm.Shifts(parameters))
        {
            PixelMap map = new(norm.Channels, mean, factor, shift, TFunction.Slope);
            conv.Backward(
                parameters[norm.ParameterCount..], record, map, outputGradient, between, parameterGradient[norm.ParameterCount..], threads);
        }

        norm.Backward(parameters, record, between, inputGradient, parameterGradient[..norm.ParameterCount], threads);
    }

    public override void UpdateStatistics(Span<float> parameters, int rows, ReadOnlySpan<float> statistics) =>
        norm.UpdateStatistics(parameters, rows, statistics);

    private void Forward(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> statistics,
        int rows,
        ReadOnlySpan<float> input,
        Span<float> output,
        int threads)
    {
        using PooledFloats factors = norm.Factors(parameters, statistics);
        fixed (float* mean = statistics, factor = factors.Span, shift = norm.Shifts(parameters))
        {
            PixelMap map = new(norm.Channels, mean, factor, shift, TFunction.Slope);
            conv.Forward(parameters[norm.ParameterCount..], rows, input, map, output, threads);
        }
    }
}
