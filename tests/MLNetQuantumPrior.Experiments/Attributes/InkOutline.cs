namespace MLNetQuantumPrior.Experiments;

/// <summary>Area and outline of the ink of an image: of where its pixels, smoothed and then interpolated, are at least half ink.</summary>
/// <remarks>
/// Smoothing is by weights 1/4, 1/2, 1/4 across and down: it leaves straight borders where they are, and takes away the roughness of an
/// edge, which is not part of a stroke. Then marching squares: in each square of four neighbouring pixel centres the border is a straight
/// line between the points of its sides at which the pixels' linear interpolation is one half; where two opposite corners are ink, they are
/// apart. Around the image there is none.
/// </remarks>
/// <param name="Area">In pixels.</param>
/// <param name="Length">Of all borders, inner ones among them, in sides of pixels.</param>
internal readonly record struct InkOutline(double Area, double Length)
{
    private const double Level = 0.5;

    /// <summary>The shorter side of the rectangle of this area and outline; that of a square where there is no such rectangle.</summary>
    /// <remarks>
    /// A stroke of width w and length l has area w l and an outline of 2 (w + l), however it is bent: so w^2 - w Length / 2 + Area = 0.
    /// </remarks>
    public double StrokeWidth => ((Length / 2) - Math.Sqrt(Math.Max(0, (Length * Length / 4) - (4 * Area)))) / 2;

    /// <param name="pixels">0 background to 1 ink, row by row. <c>[side * side]</c></param>
    /// <param name="side">Pixels of a row.</param>
    public static InkOutline Of(ReadOnlySpan<float> pixels, int side)
    {
        float[] smooth = Smoothed(pixels, side);
        double area = 0, length = 0;
        for (int y = -1; y < side; y++)
        {
            for (int x = -1; x < side; x++)
            {
                (double ofArea, double ofLength) = Square(
                    Pixel(smooth, side, x, y), Pixel(smooth, side, x + 1, y), Pixel(smooth, side, x + 1, y + 1),
                    Pixel(smooth, side, x, y + 1));
                area += ofArea;
                length += ofLength;
            }
        }

        return new(area, length);
    }

    private static float[] Smoothed(ReadOnlySpan<float> pixels, int side)
    {
        float[] across = new float[pixels.Length], both = new float[pixels.Length];
        for (int k = 0; k < pixels.Length; k++)
        {
            (int y, int x) = Math.DivRem(k, side);
            across[k] = (Pixel(pixels, side, x - 1, y) + (2 * pixels[k]) + Pixel(pixels, side, x + 1, y)) / 4;
        }

        for (int k = 0; k < pixels.Length; k++)
        {
            (int y, int x) = Math.DivRem(k, side);
            both[k] = (Pixel(across, side, x, y - 1) + (2 * across[k]) + Pixel(across, side, x, y + 1)) / 4;
        }

        return both;
    }

    private static float Pixel(ReadOnlySpan<float> pixels, int side, int x, int y) =>
        (uint)x < (uint)side && (uint)y < (uint)side ? pixels[(y * side) + x] : 0;

    /// <summary>Area and border within a square of side 1, from its corners in order around it.</summary>
    private static (double Area, double Length) Square(double a, double b, double c, double d)
    {
        bool isA = a >= Level, isB = b >= Level, isC = c >= Level, isD = d >= Level;
        int inked = (isA ? 1 : 0) + (isB ? 1 : 0) + (isC ? 1 : 0) + (isD ? 1 : 0);
        return inked switch
        {
            0 => (0, 0),
            1 => isA ? Corner(d, a, b) : isB ? Corner(a, b, c) : isC ? Corner(b, c, d) : Corner(c, d, a),
            2 when isA == isC => isA ? Both(Corner(d, a, b), Corner(b, c, d)) : Both(Corner(a, b, c), Corner(c, d, a)),
            2 => isA && isB ? Band(a, d, b, c) : isB && isC ? Band(b, a, c, d) : isC && isD ? Band(c, b, d, a) : Band(d, c, a, b),
            3 => Without(!isA ? Corner(d, a, b) : !isB ? Corner(a, b, c) : !isC ? Corner(b, c, d) : Corner(c, d, a)),
            _ => (1, 0),
        };
    }

    /// <summary>The triangle at a corner that the two corners beside it differ from.</summary>
    private static (double Area, double Length) Corner(double before, double corner, double after)
    {
        double one = Share(corner, before), other = Share(corner, after);
        return (one * other / 2, Math.Sqrt((one * one) + (other * other)));
    }

    /// <summary>The part along a side of two inked corners, up to the lines to the corners across.</summary>
    private static (double Area, double Length) Band(double first, double acrossFirst, double second, double acrossSecond)
    {
        double one = Share(first, acrossFirst), other = Share(second, acrossSecond);
        return ((one + other) / 2, Math.Sqrt(1 + ((one - other) * (one - other))));
    }

    private static (double Area, double Length) Both((double Area, double Length) one, (double Area, double Length) other) =>
        (one.Area + other.Area, one.Length + other.Length);

    private static (double Area, double Length) Without((double Area, double Length) corner) => (1 - corner.Area, corner.Length);

    /// <summary>How far from a corner, towards one on the other side of the level, the level lies.</summary>
    private static double Share(double from, double to) => (from - Level) / (from - to);
}
