using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// From the order of a flattened image, channel after channel, to the order inside, pixel after pixel, and back.
/// <c>[rows, outer, inner] -> [rows, inner, outer]</c>
/// </summary>
internal sealed class TranspositionPass(int outer, int inner) : LayerPass(outer * inner, outer * inner, 0)
{
    /// <summary>About two microseconds.</summary>
    private const int ValuesPerPart = 8192;

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        Transpose(outer, inner, rows, input, output, threads);

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        if (!inputGradient.IsEmpty)
        {
            Transpose(inner, outer, record.Rows, outputGradient, inputGradient, threads);
        }
    }

    private unsafe void Transpose(int height, int width, int rows, ReadOnlySpan<float> source, Span<float> result, int threads)
    {
        if (height == 1 || width == 1)
        {
            source.CopyTo(result);
            return;
        }

        fixed (float* from = source, to = result)
        {
            LaneJob<ImageTransposition>.Run(new(height, width, from, to), rows, Math.Max(1, ValuesPerPart / Inputs), threads);
        }
    }
}
