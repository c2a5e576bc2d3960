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
    /// c_i[j] = start[j] + sum over k of a_i[k] b[k, j], where each row of A consists of the same runs of values and B is a packed panel.
    /// </summary>
    /// <param name="runs">The runs of a row, one behind the other as the summation index goes.</param>
    /// <param name="runCount">Number of runs.</param>
    /// <param name="a">What <paramref name="aRows"/> counts from.</param>
    /// <param name="aRows">Where each row of A begins.</param>
    /// <param name="b">Rows <see cref="PackedPanels.Width"/> apart.</param>
    /// <param name="start">What the sums of each row begin with.</param>
    /// <param name="c">What <paramref name="cRows"/> counts from.</param>
    /// <param name="cRows">Where each row of C begins.</param>
    static abstract void MultiplyRuns<TStores>(
        WindowRun* runs, int runCount, float* a, nint* aRows, float* b, float* start, float* c, nint* cRows)
        where TStores : unmanaged, IStores;
}
