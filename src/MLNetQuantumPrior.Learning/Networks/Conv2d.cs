namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A convolution as networks know it (a cross-correlation), with zeros around the image:
/// y[o, i, j] = b[o] + sum over c, u, v of W[o, c, u, v] x[c, i Stride + u - Padding, j Stride + v - Padding].
/// <c>[batch, InChannels, h, w] -> [batch, OutChannels, (h + 2 Padding - Kernel) / Stride + 1, (w + 2 Padding - Kernel) / Stride + 1]</c>,
/// rounded down.
/// </summary>
/// <remarks>
/// Parameters, in this order: W of shape [OutChannels, InChannels, Kernel, Kernel], row-major, then b of shape [OutChannels].
/// Both start uniform in (-a, a) with a = 1 / sqrt(InChannels Kernel^2).
/// </remarks>
/// <param name="InChannels">Channels of an image before the layer, at least 1.</param>
/// <param name="OutChannels">Channels of an image after the layer, at least 1.</param>
/// <param name="Kernel">Height and width of the window, at least 1 and no larger than the padded image.</param>
/// <param name="Stride">Distance between windows, at least 1.</param>
/// <param name="Padding">Rows and columns of zeros on each side, from 0 to before <paramref name="Kernel"/>.</param>
public sealed record Conv2d(int InChannels, int OutChannels, int Kernel, int Stride = 1, int Padding = 0) : Layer
{
    internal override ImmutableArray<LayerTensor> Tensors
    {
        get
        {
            double bound = 1 / Math.Sqrt((double)InChannels * Kernel * Kernel);
            return
            [
                new("weight", [OutChannels, InChannels, Kernel, Kernel]) { Bound = bound },
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

        if (!input.IsImage || input.Channels != InChannels || Math.Min(input.Height, input.Width) + (2L * Padding) < Kernel)
        {
            throw Expected($"images of {InChannels} channels, as large as the kernel when padded", input);
        }

        return RowShape.Image(OutChannels, Windows(input.Height), Windows(input.Width));
    }

    private int Windows(int size) => (int)((size + (2L * Padding) - Kernel) / Stride) + 1;
}
