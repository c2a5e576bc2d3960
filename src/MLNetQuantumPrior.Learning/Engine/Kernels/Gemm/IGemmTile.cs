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

    /// <summary>
    /// c[i, j] = start[i, j] + sum over k of a[i, k] b[k, j], where A and C lie anywhere: each element of A at the sum of an offset of its
    /// row and one of the summation index. B is a packed panel.
    /// </summary>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="a">What offsets count from.</param>
    /// <param name="aRows">Offset of each row of A.</param>
    /// <param name="aDepths">Offset of each step of the summation index.</param>
    /// <param name="b">Rows <see cref="PackedPanels.Width"/> apart.</param>
    /// <param name="start">What the sums begin with.</param>
    /// <param name="startRow">From one row of it to the next; 0 where all begin alike.</param>
    /// <param name="c">What <paramref name="cRows"/> counts from; may be the start.</param>
    /// <param name="cRows">Where each row of C begins.</param>
    static abstract void MultiplyAt<TStores>(
        int depth, float* a, int* aRows, int* aDepths, float* b, float* start, nint startRow, float* c, int* cRows)
        where TStores : unmanaged, IStores;
}
