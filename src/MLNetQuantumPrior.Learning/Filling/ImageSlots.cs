namespace MLNetQuantumPrior.Learning;

/// <summary>Slots of an image, channel after channel and row after row, as <c>ExtractPixels</c> without interleaving gives them.</summary>
/// <example>
/// <code>
/// ImmutableArray&lt;bool&gt; known = ImageSlots.Outside((28, 28, 1), left: 0, top: 14, width: 28, height: 14); // the upper half
/// </code>
/// </example>
public static class ImageSlots
{
    /// <summary>Which slots of an image lie outside a rectangle of pixels: those that are known where the rectangle is filled in.</summary>
    /// <param name="shape">Height, width and channels of the image, at least 1 each.</param>
    /// <param name="left">Columns to the left of the rectangle.</param>
    /// <param name="top">Rows above it.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <exception cref="ArgumentException">The rectangle is empty or reaches beyond the image.</exception>
    public static ImmutableArray<bool> Outside((int Height, int Width, int Channels) shape, int left, int top, int width, int height)
    {
        if (shape.Channels < 1 || left < 0 || top < 0 || width < 1 || height < 1
            || width > shape.Width - left || height > shape.Height - top)
        {
            throw new ArgumentException(
                $"Rectangle: expected one within an image of {shape.Height} x {shape.Width} pixels, " +
                $"got {height} x {width} pixels, {left} from the left and {top} from the top.");
        }

        return
        [
            .. from channel in Enumerable.Range(0, shape.Channels)
                from y in Enumerable.Range(0, shape.Height)
                from x in Enumerable.Range(0, shape.Width)
                select x < left || x >= left + width || y < top || y >= top + height,
        ];
    }
}
