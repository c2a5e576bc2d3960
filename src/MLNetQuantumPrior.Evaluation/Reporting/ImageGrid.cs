using System.Globalization;
using System.Security;
using System.Text;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>A picture of many small images, row by row on a grey ground.</summary>
public static class ImageGrid
{
    private const int Gap = 2, FontSize = 13, LineHeight = 18;
    private const byte Ground = 96;

    /// <summary>Makes the bytes of a PNG file.</summary>
    /// <param name="images">
    /// Images one after the other, each channel after channel, as ML.NET's <c>ExtractPixels</c> gives them. What is below 0 or above
    /// <paramref name="white"/> is shown as that. <c>[count, channels * imageHeight * imageWidth]</c>
    /// </param>
    /// <param name="imageHeight">Pixels, at least 1.</param>
    /// <param name="imageWidth">Pixels, at least 1.</param>
    /// <param name="columns">Images in a row of the grid, at least 1.</param>
    /// <param name="zoom">Screen pixels of an image pixel's side, at least 1.</param>
    /// <param name="channels">1 for grey images, 3 for red, green and blue.</param>
    /// <param name="white">The largest value, such as 255, above 0; 0 is black.</param>
    /// <exception cref="ArgumentException">There is no image, or the values are not a whole number of images.</exception>
    public static byte[] ToPng(
        ReadOnlySpan<float> images, int imageHeight, int imageWidth, int columns, int zoom = 2, int channels = 1, float white = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(zoom, 1);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), $"Channels: expected 1 for grey or 3 for colours, got {channels}.");
        }

        if (!(white > 0 && float.IsFinite(white)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(white), FormattableString.Invariant($"White: expected a finite number above 0, got {white}."));
        }

        int plane = imageHeight * imageWidth, size = channels * plane;
        if (images.IsEmpty || images.Length % size != 0)
        {
            string kind = channels == 1 ? "" : $" x {channels}";
            throw new ArgumentException(
                $"Images: expected a whole number of images of {imageHeight} x {imageWidth}{kind} values, got {images.Length} values.",
                nameof(images));
        }

        int count = images.Length / size, gridRows = (count + columns - 1) / columns;
        int cellWidth = (imageWidth * zoom) + Gap, cellHeight = (imageHeight * zoom) + Gap;
        int width = (columns * cellWidth) + Gap, height = (gridRows * cellHeight) + Gap;
        byte[] pixels = new byte[width * height * channels];
        Array.Fill(pixels, Ground);
        for (int k = 0; k < count; k++)
        {
            int left = Gap + (k % columns * cellWidth), top = Gap + (k / columns * cellHeight);
            for (int y = 0; y < imageHeight * zoom; y++)
            {
                for (int x = 0; x < imageWidth * zoom; x++)
                {
                    int from = (k * size) + (y / zoom * imageWidth) + (x / zoom), to = (((top + y) * width) + left + x) * channels;
                    for (int channel = 0; channel < channels; channel++)
                    {
                        float value = images[from + (channel * plane)] / white;
                        pixels[to + channel] = (byte)MathF.Round(255 * Math.Clamp(value, 0, 1));
                    }
                }
            }
        }

        return PngWriter.Encode(width, height, pixels, channels);
    }

    /// <summary>
    /// Rows of images, each with a title above it, as an SVG picture: by attribute value or combination of values, for example.
    /// </summary>
    /// <param name="rows">At least one.</param>
    /// <param name="imageHeight">Pixels, at least 1.</param>
    /// <param name="imageWidth">Pixels, at least 1.</param>
    /// <param name="zoom">Screen pixels of an image pixel's side, at least 1.</param>
    /// <param name="channels">1 for grey images, 3 for red, green and blue.</param>
    /// <param name="white">The largest value, such as 255, above 0; 0 is black.</param>
    /// <exception cref="ArgumentException">There is no row or an empty one, or values are not a whole number of images.</exception>
    public static string ToSvg(
        IReadOnlyList<ImageRow> rows, int imageHeight, int imageWidth, int zoom = 2, int channels = 1, float white = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException("Rows: expected at least one, got none.", nameof(rows));
        }

        int columns = Math.Max(1, rows.Max(row => row.Images.Length) / Math.Max(1, channels * imageHeight * imageWidth));
        int width = (columns * ((imageWidth * zoom) + Gap)) + Gap, rowHeight = (imageHeight * zoom) + (2 * Gap), y = 0;
        var svg = new StringBuilder();
        foreach (ImageRow row in rows)
        {
            string png = Convert.ToBase64String(ToPng(row.Images.Span, imageHeight, imageWidth, columns, zoom, channels, white));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Gap}\" y=\"{y + FontSize}\">{SecurityElement.Escape(row.Title)}</text>\n")
                .Append(CultureInfo.InvariantCulture, $"<image x=\"0\" y=\"{y + LineHeight}\" width=\"{width}\" height=\"{rowHeight}\" ")
                .Append(CultureInfo.InvariantCulture, $"href=\"data:image/png;base64,{png}\"/>\n");
            y += LineHeight + rowHeight + Gap;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{y}\" "
            + $"font-family=\"sans-serif\" font-size=\"{FontSize}\">\n"
            + $"<rect width=\"{width}\" height=\"{y}\" fill=\"white\"/>\n{svg}</svg>\n");
    }
}

/// <summary>A row of <see cref="ImageGrid.ToSvg"/>.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Images">As for <see cref="ImageGrid.ToPng"/>. <c>[count, channels * imageHeight * imageWidth]</c></param>
public sealed record ImageRow(string Title, ReadOnlyMemory<float> Images);
