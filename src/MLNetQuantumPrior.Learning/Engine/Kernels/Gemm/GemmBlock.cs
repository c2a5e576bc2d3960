using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>One tile's width of columns by any number of rows of a matrix product.</summary>
internal static unsafe class GemmBlock<TTile, TLanes>
    where TTile : struct, IGemmTile
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>
    /// 256 rows of a panel of 32 floats are 32 KiB: they stay in a first-level cache of 48 KiB beside a tile's rows of A.
    /// </summary>
    private const int MaxDepth = 256;

    private const int CacheLine = 64;

    /// <summary>Rows [firstRow, endRow) of the columns that begin at <paramref name="column"/>.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in GemmProblem problem, int firstRow, int endRow, int column)
    {
        float* panel = stackalloc float[MaxDepth * TTile.Columns + CacheLine / sizeof(float)];
        panel = (float*)(((nuint)panel + CacheLine - 1) & ~(nuint)(CacheLine - 1));
        float* zeros = stackalloc float[TTile.Columns];
        new Span<float>(zeros, TTile.Columns).Clear();

        int columns = Math.Min(TTile.Columns, problem.Columns - column);
        if (problem.OnlyUpperC)
        {
            endRow = Math.Min(endRow, column + columns);
        }

        int endDepth = problem.IsUpperB ? Math.Min(problem.Depth, column + columns) : problem.Depth;
        for (int k = 0; k < endDepth && firstRow < endRow; k += MaxDepth)
        {
            int depth = Math.Min(MaxDepth, endDepth - k);
            float* b = panel;
            nint bDepth = TTile.Columns;
            float* bSource = problem.B + k * problem.BDepth + column * problem.BColumn; // unless it is packed
            if (problem.IsPackedB)
            {
                b = problem.B + PackedPanels.Offset(problem.Depth, k, column);
                bDepth = PackedPanels.Width;
            }
            else if (problem.BColumn != 1)
            {
                GemmPanel.PackTransposed(bSource, problem.BColumn, depth, columns, problem.Scale, panel, TTile.Columns);
            }
            else if (endRow - firstRow > TTile.Rows || columns < TTile.Columns || problem.Scale != 1)
            {
                GemmPanel.Pack<TLanes>(bSource, problem.BDepth, depth, columns, problem.Scale, panel, TTile.Columns);
            }
            else
            {
                b = bSource; // used once: copying it would not pay
                bDepth = problem.BDepth;
            }

            for (int row = firstRow; row < endRow; row += TTile.Rows)
            {
                float* a = problem.A + row * problem.ARow + k * problem.ADepth;
                float* c = problem.C + (nint)row * problem.Columns + column;
                float* start = zeros;
                nint startRow = 0;
                if (k > 0)
                {
                    start = c;
                    startRow = problem.Columns;
                }
                else if (problem.Start != null)
                {
                    start = problem.Start + row * problem.StartRow + column;
                    startRow = problem.StartRow;
                }

                int rows = Math.Min(TTile.Rows, endRow - row);
                if (rows == TTile.Rows && columns == TTile.Columns)
                {
                    TTile.Multiply(depth, a, problem.ARow, problem.ADepth, b, bDepth, start, startRow, c, problem.Columns);
                }
                else
                {
                    MultiplyEdge(rows, columns, depth, a, problem.ARow, problem.ADepth, b, bDepth, start, startRow, c, problem.Columns);
                }
            }
        }
    }

    /// <summary>A tile that hangs over the edge of C: computed whole, on copies, so that its sums are those of a whole tile.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyEdge(
        int rows,
        int columns,
        int depth,
        float* a,
        nint aRow,
        nint aDepth,
        float* b,
        nint bDepth,
        float* start,
        nint startRow,
        float* c,
        nint cRow)
    {
        float* tile = stackalloc float[TTile.Rows * TTile.Columns];
        new Span<float>(tile, TTile.Rows * TTile.Columns).Clear();
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<float>(start + i * startRow, columns).CopyTo(new Span<float>(tile + i * TTile.Columns, columns));
        }

        if (rows == TTile.Rows)
        {
            TTile.Multiply(depth, a, aRow, aDepth, b, bDepth, tile, TTile.Columns, tile, TTile.Columns);
        }
        else
        {
            float* rowsOfA = stackalloc float[TTile.Rows * MaxDepth];
            for (int i = 0; i < TTile.Rows; i++)
            {
                for (int k = 0; k < depth; k++)
                {
                    rowsOfA[i * MaxDepth + k] = i < rows ? a[i * aRow + k * aDepth] : 0;
                }
            }

            TTile.Multiply(depth, rowsOfA, MaxDepth, 1, b, bDepth, tile, TTile.Columns, tile, TTile.Columns);
        }

        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<float>(tile + i * TTile.Columns, columns).CopyTo(new Span<float>(c + i * cRow, columns));
        }
    }
}
