using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// sums[chunk, 0, c] = the sum of a chunk's values x[row, c], and sums[chunk, 1, c] = the sum of their squared distances from the chunk's
/// mean.
/// </summary>
internal readonly unsafe struct ChannelMoments(int channels, float* x, float* sums) : IChannelKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* begin = x + row * channels + channel;
        TLanes sum = TLanes.Broadcast(0);
        float* value = begin;
        for (int k = 0; k < rows; k++, value += channels)
        {
            Prefetch.PageAhead<TLanes>(value);
            sum += TLanes.Load(value);
        }

        TLanes mean = sum * TLanes.Broadcast(1f / rows);
        TLanes squares = TLanes.Broadcast(0);
        value = begin;
        for (int k = 0; k < rows; k++, value += channels)
        {
            TLanes distance = TLanes.Load(value) - mean;
            squares = TLanes.MultiplyAdd(distance, distance, squares);
        }

        float* result = sums + (nint)chunk * (2 * channels) + channel;
        sum.Store(result);
        squares.Store(result + channels);
    }
}

/// <summary>y[row, c] = f((x[row, c] - mean[c]) factor[c] + shift[c]).</summary>
internal readonly unsafe struct ChannelNormalization<TFunction, TStores>(
    int channels, float* x, float* mean, float* factor, float* shift, float* y) : IChannelKernel
    where TFunction : unmanaged, IRectifier
    where TStores : unmanaged, IStores
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes channelFactor = TLanes.Load(factor + channel);
        TLanes channelShift = TLanes.Load(shift + channel);
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            Prefetch.PageAhead<TLanes>(x + i);
            TStores.Store(TFunction.Of(TLanes.MultiplyAdd(TLanes.Load(x + i) - channelMean, channelFactor, channelShift)), y + i);
        }

        TStores.Complete();
    }
}

/// <summary>
/// sums[chunk, 0, c] = the sum of a chunk's gradients g[row, c] by what f takes, and sums[chunk, 1, c] = the sum of
/// g[row, c] (x[row, c] - mean[c]). f is computed once more, which is faster than reading what it gave.
/// </summary>
internal readonly unsafe struct ChannelGradientSums<TFunction>(
    int channels, float* x, float* dy, float* mean, float* factor, float* shift, float* sums) : IChannelKernel
    where TFunction : unmanaged, IRectifier
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes channelFactor = TLanes.Load(factor + channel);
        TLanes channelShift = TLanes.Load(shift + channel);
        TLanes sum = TLanes.Broadcast(0), products = sum;
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            Prefetch.PageAhead<TLanes>(x + i);
            Prefetch.PageAhead<TLanes>(dy + i);
            TLanes distance = TLanes.Load(x + i) - channelMean;
            TLanes y = TFunction.Of(TLanes.MultiplyAdd(distance, channelFactor, channelShift));
            TLanes gradient = TFunction.Gradient(y, TLanes.Load(dy + i));
            sum += gradient;
            products = TLanes.MultiplyAdd(gradient, distance, products);
        }

        float* result = sums + (nint)chunk * (2 * channels) + channel;
        sum.Store(result);
        products.Store(result + channels);
    }
}

/// <summary>
/// dx[row, c] = factor[c] (g[row, c] - meanGradient[c] - slope[c] (x[row, c] - mean[c])), g being the gradient by what f takes: the
/// gradient through a normalisation whose mean and variance come from x.
/// </summary>
internal readonly unsafe struct ChannelNormalizationGradient<TFunction, TStores>(
    int channels, float* x, float* dy, float* mean, float* factor, float* shift, float* meanGradient, float* slope, float* dx)
    : IChannelKernel
    where TFunction : unmanaged, IRectifier
    where TStores : unmanaged, IStores
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int chunk, nint row, int rows, int channel)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes channelMean = TLanes.Load(mean + channel);
        TLanes channelFactor = TLanes.Load(factor + channel);
        TLanes channelShift = TLanes.Load(shift + channel);
        TLanes channelGradient = TLanes.Load(meanGradient + channel);
        TLanes minusSlope = TLanes.Broadcast(0) - TLanes.Load(slope + channel);
        nint i = row * channels + channel;
        for (int k = 0; k < rows; k++, i += channels)
        {
            Prefetch.PageAhead<TLanes>(x + i);
            Prefetch.PageAhead<TLanes>(dy + i);
            TLanes distance = TLanes.Load(x + i) - channelMean;
            TLanes y = TFunction.Of(TLanes.MultiplyAdd(distance, channelFactor, channelShift));
            TLanes gradient = TFunction.Gradient(y, TLanes.Load(dy + i));
            TLanes inner = TLanes.MultiplyAdd(distance, minusSlope, gradient - channelGradient);
            TStores.Store(channelFactor * inner, dx + i);
        }

        TStores.Complete();
    }
}
