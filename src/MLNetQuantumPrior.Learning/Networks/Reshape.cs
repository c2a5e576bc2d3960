namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Takes the values of a row as an image, channel after channel.
/// <c>[batch, Channels * Height * Width] -> [batch, Channels, Height, Width]</c>
/// </summary>
/// <param name="Channels">Channels of the image, at least 1.</param>
/// <param name="Height">Rows of pixels, at least 1.</param>
/// <param name="Width">Pixels of a row, at least 1.</param>
public sealed record Reshape(int Channels, int Height, int Width) : Layer
{
    internal RowShape Image => Channels < 1 || Height < 1 || Width < 1
        ? throw Expected("positive sizes", $"{Channels} x {Height} x {Width}")
        : RowShape.Image(Channels, Height, Width);

    internal override RowShape OutputShape(RowShape input) => input.IsImage || input.Size != Image.Size
        ? throw Expected($"rows of {Image.Size} values", input)
        : Image;
}

/// <summary>
/// Takes the pixels of an image as plain values, channel after channel. <c>[batch, channels, height, width] -> [batch, n]</c>
/// </summary>
public sealed record Flatten : Layer
{
    internal override RowShape OutputShape(RowShape input) => input.IsImage ? RowShape.Flat(input.Size) : throw Expected("images", input);
}
