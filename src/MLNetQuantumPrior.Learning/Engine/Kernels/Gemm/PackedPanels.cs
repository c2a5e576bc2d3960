namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// A right-hand matrix [depth, columns] as panels of 32 columns, one after the other, each row after row: as tiles read it, packed once
/// for many products. The width is a multiple of every tile's. <c>[panels, depth, 32]</c>, zeros behind the last column.
/// </summary>
internal static class PackedPanels
{
    public const int Width = 32;

    /// <summary>Number of panels of so many columns.</summary>
    public static int Count(int columns) => (columns + Width - 1) / Width;

    /// <summary>Number of values.</summary>
    public static int Length(int depth, int columns) => Count(columns) * depth * Width;

    /// <summary>Where the element [k, column] lies.</summary>
    public static nint Offset(int depth, int k, int column) => ((column / Width * (nint)depth) + k) * Width + (column % Width);
}
