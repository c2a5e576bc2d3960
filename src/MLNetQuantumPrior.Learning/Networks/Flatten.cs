namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Takes the pixels of an image as plain values, channel after channel. <c>[batch, channels, height, width] -> [batch, n]</c>
/// </summary>
public sealed record Flatten : Layer
{
    internal override RowShape OutputShape(RowShape input) => input.IsImage ? RowShape.Flat(input.Size) : throw Expected("images", input);
}
