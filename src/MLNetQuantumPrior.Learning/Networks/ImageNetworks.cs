namespace MLNetQuantumPrior.Learning;

/// <summary>The networks of images: the same steps down and up again, with or without residual blocks.</summary>
internal static class ImageNetworks
{
    private const int Kernel = 3, Stride = 2, Padding = 1;

    private static readonly Activation Relu = new(ActivationFunction.Relu);

    public static VaeArchitecture Make(
        int height,
        int width,
        int channels,
        ReadOnlySpan<int> filters,
        int latents,
        PriorKind prior,
        bool batchNorm,
        bool areResidual)
    {
        var features = new Reshape(channels, height, width);
        RowShape image = features.Image;
        List<Layer> encoder = [features], decoder = [new Flatten()]; // the decoder from its end
        foreach (int filter in filters)
        {
            var down = new Conv2d(image.Channels, filter, Kernel, Stride, Padding);
            int droppedRows = (image.Height + (2 * Padding) - Kernel) % Stride;
            int droppedColumns = (image.Width + (2 * Padding) - Kernel) % Stride;
            encoder.AddRange([down, .. Norm(filter, batchNorm), Relu]);
            decoder.Add(new ConvTranspose2d(filter, image.Channels, Kernel, Stride, Padding, droppedRows, droppedColumns));
            if (areResidual)
            {
                encoder.AddRange([Block(filter, batchNorm), Relu]);
                decoder.AddRange([Relu, Block(filter, batchNorm)]);
            }

            decoder.AddRange([Relu, .. Norm(filter, batchNorm)]);
            image = down.OutputShape(image);
        }

        encoder.AddRange([new Flatten(), VaeArchitecture.ToCode(image.Size, latents, prior)]);
        decoder.AddRange(
            [new Reshape(image.Channels, image.Height, image.Width), VaeArchitecture.FromLatents(latents, image.Size, prior)]);
        decoder.Reverse();
        return new([.. encoder], [.. decoder]);
    }

    private static Residual Block(int channels, bool batchNorm)
    {
        int half = Math.Max(1, channels / 2);
        return new(
        [
            new Conv2d(channels, half, Kernel, Stride: 1, Padding), .. Norm(half, batchNorm), Relu,
            new Conv2d(half, channels, Kernel: 1), .. Norm(channels, batchNorm),
        ]);
    }

    private static ImmutableArray<Layer> Norm(int channels, bool batchNorm) => batchNorm ? [new BatchNorm(channels)] : [];
}
