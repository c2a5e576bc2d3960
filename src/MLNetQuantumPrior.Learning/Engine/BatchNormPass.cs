using System.Buffers;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Batch normalisation of a matrix [rows * pixels, channels], and the function behind it in the same pass over memory. Statistics: mean
/// and variance, one a channel each.
/// </summary>
internal sealed unsafe class BatchNormPass<TFunction>(BatchNorm layer, RowShape input)
    : LayerPass(input.Size, input.Size, layer.ParameterCount)
    where TFunction : unmanaged, IRectifier
{
    private readonly int _channels = layer.Channels;

    public int Channels => _channels;

    public override int Statistics(int rows) => 2 * _channels;

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        Normalize(parameters, RunningStatistics(parameters), input, output, threads);

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
        int count = outputGradient.Length / _channels, chunks = ChannelChunk.Count(count);
        ReadOnlySpan<float> variance = record.Statistics[_channels..];
        float[] sums = ArrayPool<float>.Shared.Rent(2 * chunks * _channels); // [chunks, 2, channels]
        float[] coefficients = ArrayPool<float>.Shared.Rent(3 * _channels);
        Span<float> factor = coefficients.AsSpan(0, _channels);
        Span<float> meanGradient = coefficients.AsSpan(_channels, _channels);
        Span<float> slope = coefficients.AsSpan(2 * _channels, _channels);
        fixed (float* x = record.Input, mean = record.Statistics, dy = outputGradient, dx = inputGradient, s = sums)
        fixed (float* f = factor, g = meanGradient, r = slope, shift = parameters[_channels..])
        {
            SetFactors(parameters, variance, factor);
            ChannelChunk.Run(new ChannelGradientSums<TFunction>(_channels, x, dy, mean, f, shift, s), count, _channels, threads);
            for (int c = 0; c < _channels; c++)
            {
                (double gradients, double products) = (0, 0);
                for (int k = c; k < 2 * chunks * _channels; k += 2 * _channels)
                {
                    gradients += sums[k];
                    products += sums[k + _channels];
                }

                double inverse = InverseDeviation(variance[c]);
                parameterGradient[c] = (float)(products * inverse);
                parameterGradient[_channels + c] = (float)gradients;
                meanGradient[c] = (float)(gradients / count);
                slope[c] = (float)(products * inverse * inverse / count);
            }

            parameterGradient[(2 * _channels)..].Clear(); // the running statistics
            if (!inputGradient.IsEmpty)
            {
                if (dx != dy && StreamingStores.Suit(dx, inputGradient.Length, _channels)) // in place, caches have the lines already
                {
                    ChannelChunk.Run(
                        new ChannelNormalizationGradient<TFunction, StreamingStores>(_channels, x, dy, mean, f, shift, g, r, dx),
                        count,
                        _channels,
                        threads);
                }
                else
                {
                    ChannelChunk.Run(
                        new ChannelNormalizationGradient<TFunction, CachedStores>(_channels, x, dy, mean, f, shift, g, r, dx),
                        count,
                        _channels,
                        threads);
                }
            }
        }

        ArrayPool<float>.Shared.Return(coefficients);
        ArrayPool<float>.Shared.Return(sums);
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

    /// <summary>What normalises in use.</summary>
    public ReadOnlySpan<float> RunningStatistics(ReadOnlySpan<float> parameters) => parameters.Slice(2 * _channels, 2 * _channels);

    public ReadOnlySpan<float> Shifts(ReadOnlySpan<float> parameters) => parameters.Slice(_channels, _channels);

    /// <summary>Scale over deviation of each channel.</summary>
    public PooledFloats Factors(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics)
    {
        PooledFloats factors = new(_channels);
        SetFactors(parameters, statistics[_channels..], factors.Span);
        return factors;
    }

    private void SetFactors(ReadOnlySpan<float> parameters, ReadOnlySpan<float> variance, Span<float> factors)
    {
        for (int c = 0; c < _channels; c++)
        {
            factors[c] = (float)(parameters[c] * InverseDeviation(variance[c]));
        }
    }

    private static double InverseDeviation(float variance) => 1 / Math.Sqrt(variance + (double)BatchNorm.Epsilon);

    /// <summary>Mean and variance of each channel.</summary>
    public void Measure(ReadOnlySpan<float> input, Span<float> statistics, int threads)
    {
        int count = input.Length / _channels;
        float[] sums = ArrayPool<float>.Shared.Rent(2 * ChannelChunk.Count(count) * _channels); // [chunks, 2, channels]
        fixed (float* x = input, s = sums)
        {
            ChannelChunk.Run(new ChannelMoments(_channels, x, s), count, _channels, threads);
        }

        for (int c = 0; c < _channels; c++)
        {
            double sum = 0, squares = 0;
            for (int row = 0, k = c; row < count; row += ChannelChunk.Rows, k += 2 * _channels)
            {
                sum += sums[k];
            }

            double mean = sum / count;
            for (int row = 0, k = c; row < count; row += ChannelChunk.Rows, k += 2 * _channels)
            {
                int rows = Math.Min(ChannelChunk.Rows, count - row);
                double offset = (sums[k] / (double)rows) - mean;
                squares += sums[k + _channels] + (rows * offset * offset);
            }

            statistics[c] = (float)mean;
            statistics[_channels + c] = (float)(squares / count);
        }

        ArrayPool<float>.Shared.Return(sums);
    }

    /// <summary>y = (x - mean) scale / sqrt(variance + epsilon) + shift.</summary>
    private void Normalize(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics, ReadOnlySpan<float> input, Span<float> output, int threads)
    {
        using PooledFloats factors = Factors(parameters, statistics);
        fixed (float* x = input, mean = statistics, factor = factors.Span, shift = Shifts(parameters), y = output)
        {
            int count = input.Length / _channels;
            if (StreamingStores.Suit(y, output.Length, _channels))
            {
                ChannelChunk.Run(
                    new ChannelNormalization<TFunction, StreamingStores>(_channels, x, mean, factor, shift, y), count, _channels, threads);
            }
            else
            {
                ChannelChunk.Run(
                    new ChannelNormalization<TFunction, CachedStores>(_channels, x, mean, factor, shift, y), count, _channels, threads);
            }
        }
    }
}
