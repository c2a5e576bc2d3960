namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// A grid of square windows over an image, which zeros surround. In memory the channels of a pixel lie together ("channels last"), so that
/// each line of a window is one run of values.
/// </summary>
internal readonly record struct WindowGrid
{
    /// <summary>Of the image.</summary>
    public required int Channels { get; init; }

    /// <summary>Of the image.</summary>
    public required int Height { get; init; }

    /// <summary>Of the image.</summary>
    public required int Width { get; init; }

    /// <summary>Height and width of a window.</summary>
    public required int Kernel { get; init; }

    /// <summary>Distance between windows.</summary>
    public required int Stride { get; init; }

    /// <summary>How far the first window lies outside.</summary>
    public required int Padding { get; init; }

    /// <summary>Windows below each other.</summary>
    public required int Rows { get; init; }

    /// <summary>Windows beside each other.</summary>
    public required int Columns { get; init; }

    /// <summary>Windows of an image.</summary>
    public int Count => Rows * Columns;

    /// <summary>Values of an image.</summary>
    public int ImageSize => Channels * Height * Width;

    /// <summary>Rows that windows reach, those of zeros among them.</summary>
    public int PaddedHeight => ((Rows - 1) * Stride) + Kernel;

    /// <summary>Columns that windows reach.</summary>
    public int PaddedWidth => ((Columns - 1) * Stride) + Kernel;

    /// <summary>Values of all pixels that windows reach.</summary>
    public int PaddedSize => Channels * PaddedHeight * PaddedWidth;

    /// <summary>Values of a window: line by line, pixel by pixel, channel by channel.</summary>
    public int WindowSize => Channels * Kernel * Kernel;
}
