using System.Buffers;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Batch normalisation of a matrix [rows * pixels, channels]. Statistics: mean and variance, one a channel each.</summary>
internal sealed unsafe class BatchNormPass(BatchNorm layer, RowShape input) : LayerPass(input.Size, input.Size, layer.ParameterCount)
{
    /// <summary>A microsecond.</summary>
    private const int ValuesPerPart = 8192;

    private readonly int _channels = layer.Channels;

    public override int StatisticCount => 2 * _channels;

    private int RowsPerPart => Math.Max(1, ValuesPerPart / _channels);

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        Normalize(parameters, parameters[(2 * _channels)..], input, output, threads);

    public override void ForwardInTraining(
        ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, Span<float> statistics, int threads)
    {
        Measure(input, statistics, threads);
        Normalize(parameters, statistics, input, output, threads);
    }

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        int count = outputGradient.Length / _channels;
        ReadOnlySpan<float> variance = record.Statistics[_channels..];
        float[] rented = ArrayPool<float>.Shared.Rent(3 * _channels); // what the kernel needs of each channel
        Span<float> factor = rented.AsSpan(0, _channels);
        Span<float> meanGradient = rented.AsSpan(_channels, _channels);
        Span<float> slope = rented.AsSpan(2 * _channels, _channels);
        fixed (float* x = record.Input, mean = record.Statistics, dy = outputGradient, dx = inputGradient)
        fixed (float* f = factor, m = meanGradient, s = slope)
        {
            float[] sums = Sum(new ChannelGradientSums(dy, x, mean), count, threads);
            for (int c = 0; c < _channels; c++)
            {
                (double gradients, double products) = (0, 0);
                for (int row = 0, k = c; row < count; row += ChannelChunks<ChannelGradientSums>.Rows, k += 2 * _channels)
                {
                    gradients += sums[k];
                    products += sums[k + _channels];
                }

                double inverse = InverseDeviation(variance[c]);
                parameterGradient[c] = (float)(products * inverse);
                parameterGradient[_channels + c] = (float)gradients;
                factor[c] = (float)(parameters[c] * inverse);
                meanGradient[c] = (float)(gradients / count);
                slope[c] = (float)(products * inverse * inverse / count);
            }

            ArrayPool<float>.Shared.Return(sums);
            parameterGradient[(2 * _channels)..].Clear(); // the running statistics
            if (!inputGradient.IsEmpty)
            {
                LaneJob<ChannelNormalizationGradient>.Run(new(_channels, x, dy, mean, f, m, s, dx), count, RowsPerPart, threads);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    public override void UpdateStatistics(Span<float> parameters, int rows, ReadOnlySpan<float> statistics)
    {
        double count = (double)rows * Inputs / _channels;
        Span<float> mean = parameters.Slice(2 * _channels, _channels), variance = parameters.Slice(3 * _channels, _channels);
        for (int c = 0; c < _channels; c++)
        {
            mean[c] += BatchNorm.Momentum * (statistics[c] - mean[c]);
            if (count > 1)
            {
                double unbiased = statistics[_channels + c] * count / (count - 1);
                variance[c] += BatchNorm.Momentum * ((float)unbiased - variance[c]);
            }
        }
    }

    private static double InverseDeviation(float variance) => 1 / Math.Sqrt(variance + (double)BatchNorm.Epsilon);

    /// <summary>Mean and variance of each channel.</summary>
    private void Measure(ReadOnlySpan<float> input, Span<float> statistics, int threads)
    {
        int count = input.Length / _channels;
        float[] sums;
        fixed (float* x = input)
        {
            sums = Sum(new ChannelMoments(x), count, threads);
        }

        for (int c = 0; c < _channels; c++)
        {
            double mean = 0, squares = 0;
            for (int row = 0, k = c; row < count; row += ChannelChunks<ChannelMoments>.Rows, k += 2 * _channels)
            {
                mean += sums[k] / (double)count;
            }

            for (int row = 0, k = c; row < count; row += ChannelChunks<ChannelMoments>.Rows, k += 2 * _channels)
            {
                int rows = Math.Min(ChannelChunks<ChannelMoments>.Rows, count - row);
                double offset = (sums[k] / (double)rows) - mean;
                squares += sums[k + _channels] + (rows * offset * offset);
            }

            statistics[c] = (float)mean;
            statistics[_channels + c] = (float)(squares / count);
        }

        ArrayPool<float>.Shared.Return(sums);
    }

    /// <summary>y = (x - mean) scale / sqrt(variance + epsilon) + shift.</summary>
    private void Normalize(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics, ReadOnlySpan<float> input, Span<float> output, int threads)
    {
        float[] factor = ArrayPool<float>.Shared.Rent(_channels);
        for (int c = 0; c < _channels; c++)
        {
            factor[c] = (float)(parameters[c] * InverseDeviation(statistics[_channels + c]));
        }

        fixed (float* x = input, mean = statistics, f = factor, shift = parameters[_channels..], y = output)
        {
            LaneJob<ChannelNormalization>.Run(new(_channels, x, mean, f, shift, y), input.Length / _channels, RowsPerPart, threads);
        }

        ArrayPool<float>.Shared.Return(factor);
    }

    /// <summary>[chunks, 2, channels], in rented memory.</summary>
    private float[] Sum<TSums>(TSums kernel, int count, int threads)
        where TSums : unmanaged, IChannelSums
    {
        int chunks = ChannelChunks<TSums>.Count(count);
        float[] sums = ArrayPool<float>.Shared.Rent(2 * chunks * _channels);
        fixed (float* s = sums)
        {
            LaneJob<ChannelChunks<TSums>>.Run(new(kernel, count, _channels, s), chunks, itemsPerPart: 1, threads);
        }

        return sums;
    }
}
