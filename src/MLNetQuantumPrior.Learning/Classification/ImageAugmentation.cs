namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Small random moves of an image, each amount uniform between minus and plus its bound. What moves in from outside is 0. How an image is
/// moved depends on the seed, the epoch and the row alone.
/// </summary>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels of a row, at least 1; features are the pixels row by row.</param>
public sealed record ImageAugmentation(int Height, int Width)
{
    /// <summary>Largest shift down and to the right, each, in pixels, at least 0. Default 2.</summary>
    public double MaxShift { get; init; } = 2;

    /// <summary>Largest rotation about the middle, in degrees, from 0 to 180. Default 10.</summary>
    public double MaxRotation { get; init; } = 10;

    /// <summary>Largest change of height and width, each, as a share of them, at least 0 and below 1. Default 0.1.</summary>
    public double MaxScaling { get; init; } = 0.1;
}
