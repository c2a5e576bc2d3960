using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Small random moves of an image, each amount uniform between minus and plus its bound. How an image is moved depends on the seed and its
/// place in the training alone: for a classifier the epoch and the row, for a BM-VAE the step and the place in its batch.
/// </summary>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels of a row, at least 1; features are the pixels row by row, channel after channel.</param>
public sealed record ImageAugmentation(int Height, int Width)
{
    /// <summary>Rows of pixels, at least 1.</summary>
    public int Height { get; init => field = Check.AtLeast(1, value); } = Check.AtLeast(1, Height);

    /// <summary>Pixels of a row, at least 1; features are the pixels row by row, channel after channel.</summary>
    public int Width { get; init => field = Check.AtLeast(1, value); } = Check.AtLeast(1, Width);

    /// <summary>Channels, at least 1, which move together: 3 for red, green and blue. Default 1.</summary>
    public int Channels { get; init => field = Check.AtLeast(1, value); } = 1;

    /// <summary>Probability that left and right change places, within [0, 1]. Default 0: digits and letters have no mirror image.</summary>
    public double FlipProbability { get; init => field = Check.Within(0, 1, value); }

    /// <summary>
    /// Whether the pixels at the edge are repeated where the image moves away from it, as photographs want it; else 0 moves in. Default
    /// false.
    /// </summary>
    public bool RepeatEdge { get; init; }

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

    /// <summary>Number of features of an image.</summary>
    internal long Size => (long)Height * Width * Channels;

    /// <summary>Sizes as an error shows them.</summary>
    internal string Shape => Channels == 1 ? $"{Height} x {Width}" : $"{Height} x {Width} x {Channels}";

    /// <summary>Draws how to move an image, and moves it. <c>[Size] -> [Size]</c></summary>
    internal void Move(UniformStream random, ReadOnlySpan<float> source, Span<float> target)
    {
        var map = AffineMap.Draw(this, random);
        int plane = Height * Width;
        for (int start = 0; start < source.Length; start += plane)
        {
            map.Apply(Height, Width, source.Slice(start, plane), target.Slice(start, plane), RepeatEdge);
        }
    }
}
