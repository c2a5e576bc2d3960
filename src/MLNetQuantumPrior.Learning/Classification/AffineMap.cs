namespace MLNetQuantumPrior.Learning;

/// <summary>
/// From a pixel of the moved image to the place in the original that it shows: (x, y) -> (Xx x + Xy y + X0, Yx x + Yy y + Y0).
/// </summary>
internal readonly record struct AffineMap(float Xx, float Xy, float X0, float Yx, float Yy, float Y0)
{
    /// <summary>
    /// Rotation and scaling about the middle, a shift, and perhaps a mirror, within the bounds of <paramref name="image"/>.
    /// </summary>
    public static AffineMap Draw(ImageAugmentation image, UniformStream random)
    {
        Span<float> unit = stackalloc float[5]; // in (0, 1)
        random.Fill(unit);
        double angle = Amount(unit[0], image.MaxRotation * Math.PI / 180);
        double scaleX = 1 + Amount(unit[1], image.MaxScaling), scaleY = 1 + Amount(unit[2], image.MaxScaling);
        (double sin, double cos) = Math.SinCos(angle);
        (double xx, double xy, double yx, double yy) = (scaleX * cos, -scaleX * sin, scaleY * sin, scaleY * cos);

        // The middle comes from the middle, but for the shift.
        (double midX, double midY) = ((image.Width - 1) / 2.0, (image.Height - 1) / 2.0);
        double x0 = midX - (xx * midX) - (xy * midY) + Amount(unit[3], image.MaxShift);
        double y0 = midY - (yx * midX) - (yy * midY) + Amount(unit[4], image.MaxShift);
        var map = new AffineMap((float)xx, (float)xy, (float)x0, (float)yx, (float)yy, (float)y0);
        if (image.FlipProbability > 0)
        {
            random.Fill(unit[..1]);
            return unit[0] < image.FlipProbability ? map.Mirrored(image.Width) : map;
        }

        return map;
    }

    /// <summary>The same with left and right exchanged in what it gives.</summary>
    public AffineMap Mirrored(int width) =>
        this with { Xx = -Xx, X0 = X0 + (Xx * (width - 1)), Yx = -Yx, Y0 = Y0 + (Yx * (width - 1)) };

    /// <summary>
    /// The moved image, by bilinear interpolation; outside the original is 0, or what its edge is.
    /// <c>[height, width] -> [height, width]</c>
    /// </summary>
    public void Apply(int height, int width, ReadOnlySpan<float> source, Span<float> target, bool repeatEdge = false)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float fromX = (Xx * x) + (Xy * y) + X0, fromY = (Yx * x) + (Yy * y) + Y0;
                if (repeatEdge)
                {
                    (fromX, fromY) = (Math.Clamp(fromX, 0, width - 1), Math.Clamp(fromY, 0, height - 1));
                }

                float left = MathF.Floor(fromX), top = MathF.Floor(fromY);
                float rightShare = fromX - left, bottomShare = fromY - top;
                int column = (int)left, row = (int)top;
                float upper = Row(source, row, column, rightShare), lower = Row(source, row + 1, column, rightShare);
                target[(y * width) + x] = upper + (bottomShare * (lower - upper));
            }
        }

        float Row(ReadOnlySpan<float> source, int row, int column, float rightShare)
        {
            if ((uint)row >= (uint)height)
            {
                return 0;
            }

            float left = (uint)column < (uint)width ? source[(row * width) + column] : 0;
            float right = (uint)(column + 1) < (uint)width ? source[(row * width) + column + 1] : 0;
            return left + (rightShare * (right - left));
        }
    }

    /// <summary>Uniform between minus and plus the bound.</summary>
    private static double Amount(float unit, double bound) => ((2 * unit) - 1) * bound;
}
