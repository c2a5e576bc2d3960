namespace MLNetQuantumPrior.Evaluation;

/// <summary>A picture of many small greyscale images, row by row on a grey ground.</summary>
public static class ImageGrid
{
    private const int Gap = 2;
    private const byte Ground = 96;

    /// <summary>Makes the bytes of a PNG file.</summary>
    /// <param name="images">
    /// Images one after the other, each value within [0, 1], 1 is white. <c>[count, imageHeight * imageWidth]</c>
    /// </param>
    /// <param name="imageHeight">Pixels, at least 1.</param>
    /// <param name="imageWidth">Pixels, at least 1.</param>
    /// <param name="columns">Images in a row of the grid, at least 1.</param>
    /// <param name="zoom">Screen pixels of an image pixel's side, at least 1.</param>
    /// <exception cref="ArgumentException">There is no image, or the values are not a whole number of images.</exception>
    public static byte[] ToPng(ReadOnlySpan<float> images, int imageHeight, int imageWidth, int columns, int zoom = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(zoom, 1);
        int size = imageHeight * imageWidth;
        if (images.IsEmpty || images.Length % size != 0)
        {
            throw new ArgumentException(
                $"Images: expected a whole number of images of {imageHeight} x {imageWidth} values, got {images.Length} values.",
                nameof(images));
        }

        int count = images.Length / size, gridRows = (count + columns - 1) / columns;
        int cellWidth = (imageWidth * zoom) + Gap, cellHeight = (imageHeight * zoom) + Gap;
        int width = (columns * cellWidth) + Gap, height = (gridRows * cellHeight) + Gap;
        byte[] pixels = new byte[width * height];
        Array.Fill(pixels, Ground);
        for (int k = 0; k < count; k++)
        {
            int left = Gap + (k % columns * cellWidth), top = Gap + (k / columns * cellHeight);
            for (int y = 0; y < imageHeight * zoom; y++)
            {
                for (int x = 0; x < imageWidth * zoom; x++)
                {
                    float value = images[(k * size) + (y / zoom * imageWidth) + (x / zoom)];
                    pixels[((top + y) * width) + left + x] = (byte)MathF.Round(255 * Math.Clamp(value, 0, 1));
                }
            }
        }

        return PngWriter.Encode(width, height, pixels);
    }
}
