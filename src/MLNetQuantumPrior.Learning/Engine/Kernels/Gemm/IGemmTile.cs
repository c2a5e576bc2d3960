namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// The innermost kernel of a matrix product: a tile of the result that stays in registers while the summation index runs.
/// Every element is one chain of fused multiply-adds in the order of that index, so all tiles agree bitwise.
/// </summary>
internal unsafe interface IGemmTile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>c[i, j] = start[i, j] + sum over k of a[i, k] b[k, j], for a whole tile. Steps are in floats; c may be start.</summary>
    static abstract void Multiply(
        int depth, float* a, nint aRow, nint aDepth, float* b, nint bDepth, float* start, nint startRow, float* c, nint cRow);
}
