namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A transposed convolution, the way back of a <see cref="Conv2d"/> with the same numbers: each pixel x[c, i, j] adds
/// x[c, i, j] W[c, o, u, v] to y[o, i Stride + u - Padding, j Stride + v - Padding], where that is within the image, which begins with
/// b[o].
/// <c>[batch, InChannels, h, w] -> [batch, OutChannels, h', w']</c> with h' = (h - 1) Stride - 2 Padding + Kernel + OutputPaddingHeight,
/// and w' likewise.
/// </summary>
/// <remarks>
/// Parameters, in this order: W of shape [InChannels, OutChannels, Kernel, Kernel], row-major, then b of shape [OutChannels]. Both start
/// uniform in (-a, a) with a = 1 / sqrt(InChannels Kernel^2 / Stride^2): so many terms a pixel has on average.
/// </remarks>
/// <param name="InChannels">Channels of an image before the layer, at least 1.</param>
/// <param name="OutChannels">Channels of an image after the layer, at least 1.</param>
/// <param name="Kernel">Height and width of the window, at least 1.</param>
/// <param name="Stride">Distance between windows, at least 1.</param>
/// <param name="Padding">Rows and columns cut off on each side, from 0 to before <paramref name="Kernel"/>.</param>
/// <param name="OutputPaddingHeight">Rows added at the bottom, from 0 to before <paramref name="Stride"/>: what the convolution's rounding
/// dropped.</param>
/// <param name="OutputPaddingWidth">Columns added at the right, likewise.</param>
public sealed record ConvTranspose2d(
    int InChannels,
    int OutChannels,
    int Kernel,
    int Stride = 1,
    int Padding = 0,
    int OutputPaddingHeight = 0,
    int OutputPaddingWidth = 0) : Layer
{
    internal override ImmutableArray<LayerTensor> Tensors
    {
        get
        {
            double bound = Stride / Math.Sqrt((double)InChannels * Kernel * Kernel);
            return
            [
                new("weight", [InChannels, OutChannels, Kernel, Kernel]) { Bound = bound },
                new("bias", [OutChannels]) { Bound = bound },
            ];
        }
    }

    internal override RowShape OutputShape(RowShape input)
    {
        if (Math.Min(Math.Min(InChannels, OutChannels), Math.Min(Kernel, Stride)) < 1)
        {
            throw Expected("channels, kernel and stride of at least 1", "less");
        }

        if (Padding < 0 || Padding >= Kernel)
        {
            throw Expected($"a padding from 0 to before {Kernel}", Padding);
        }

        if (Math.Min(OutputPaddingHeight, OutputPaddingWidth) < 0 || Math.Max(OutputPaddingHeight, OutputPaddingWidth) >= Stride)
        {
            throw Expected("an output padding from 0 to before the stride", $"{OutputPaddingHeight} and {OutputPaddingWidth}");
        }

        if (!input.IsImage || input.Channels != InChannels)
        {
            throw Expected($"images of {InChannels} channels", input);
        }

        return RowShape.Image(OutChannels, Size(input.Height, OutputPaddingHeight), Size(input.Width, OutputPaddingWidth));
    }

    private int Size(int windows, int outputPadding)
    {
        long size = ((windows - 1L) * Stride) - (2L * Padding) + Kernel + outputPadding;
        return size is >= 1 and <= int.MaxValue ? (int)size : throw Expected("an output of at least one pixel", $"a side of {size}");
    }
}
