using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Small random moves of an image, each amount uniform between minus and plus its bound. What moves in from outside is 0. How an image is
/// moved depends on the seed, the epoch and the row alone.
/// </summary>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels of a row, at least 1; features are the pixels row by row.</param>
public sealed record ImageAugmentation(int Height, int Width)
{
    /// <summary>Rows of pixels, at least 1.</summary>
    public int Height { get; init => field = Check.AtLeast(1, value); } = Check.AtLeast(1, Height);

    /// <summary>Pixels of a row, at least 1; features are the pixels row by row.</summary>
    public int Width { get; init => field = Check.AtLeast(1, value); } = Check.AtLeast(1, Width);

    /// <summary>Largest shift down and to the right, each, in pixels, at least 0. Default 2.</summary>
    public double MaxShift { get; init => field = Check.AtLeast(0, value); } = 2;

    /// <summary>Largest rotation about the middle, in degrees, from 0 to 180. Default 10.</summary>
    public double MaxRotation { get; init => field = Check.Within(0, 180, value); } = 10;

    /// <summary>Largest change of height and width, each, as a share of them, at least 0 and below 1. Default 0.1.</summary>
    public double MaxScaling
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw Check.Wrong("a number of at least 0 and below 1", value);
    } = 0.1;
}
