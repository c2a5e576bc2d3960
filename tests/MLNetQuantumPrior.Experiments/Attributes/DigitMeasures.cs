namespace MLNetQuantumPrior.Experiments;

/// <summary>What is measured of the image of a digit, of a real one and of a generated one in the same way, without a network.</summary>
/// <param name="Thickness">Width of its strokes in pixels: <see cref="InkOutline.StrokeWidth"/>.</param>
/// <param name="Slant">
/// How far it leans to the right, in degrees from upright: the angle whose tangent is -m_xy / m_yy, with the central moments m of the ink,
/// y downwards. Shifting each row by its tangent makes the ink's m_xy 0.
/// </param>
/// <param name="Width">
/// Extent across in pixels once it is upright: of a rectangle whose ink has the same variance, sqrt(12 (m_xx - m_xy^2 / m_yy)).
/// </param>
internal readonly record struct DigitMeasures(double Thickness, double Slant, double Width)
{
    /// <param name="pixels">0 background to 1 ink. <c>[28 * 28]</c></param>
    /// <returns>Zeros where there is no ink, or ink of one row only.</returns>
    public static DigitMeasures Of(ReadOnlySpan<float> pixels)
    {
        const int Side = LabeledImages.Side;
        double ink = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
        for (int k = 0; k < pixels.Length; k++)
        {
            (int row, int column) = Math.DivRem(k, Side);
            double weight = pixels[k];
            ink += weight;
            x += weight * column;
            y += weight * row;
            xx += weight * column * column;
            xy += weight * column * row;
            yy += weight * row * row;
        }

        if (!(ink > 0))
        {
            return default;
        }

        (x, y) = (x / ink, y / ink);
        (xx, xy, yy) = ((xx / ink) - (x * x), (xy / ink) - (x * y), (yy / ink) - (y * y));
        return yy < 1e-6 ? default : new(
            InkOutline.Of(pixels, Side).StrokeWidth,
            Math.Atan(-xy / yy) * 180 / Math.PI,
            Math.Sqrt(12 * Math.Max(0, xx - (xy * xy / yy))));
    }
}
