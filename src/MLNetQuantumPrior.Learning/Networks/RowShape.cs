namespace MLNetQuantumPrior.Learning;

/// <summary>What a row is between two layers: plain values, or an image of channels.</summary>
internal readonly record struct RowShape
{
    private RowShape(int channels, int height, int width, bool isImage)
    {
        double values = (double)channels * height * width;
        if (values > Array.MaxLength)
        {
            throw new ArgumentException($"Row of {values:F0} values: expected at most {Array.MaxLength}.");
        }

        (Channels, Height, Width, IsImage) = (channels, height, width, isImage);
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public bool IsImage { get; }

    public int Pixels => Height * Width;

    public int Size => Channels * Pixels;

    /// <summary>As many channels as values, one pixel.</summary>
    public static RowShape Flat(int values) => new(values, 1, 1, isImage: false);

    public static RowShape Image(int channels, int height, int width) => new(channels, height, width, isImage: true);

    public override string ToString() => IsImage ? $"images of {Channels} x {Height} x {Width}" : $"rows of {Channels} values";
}
