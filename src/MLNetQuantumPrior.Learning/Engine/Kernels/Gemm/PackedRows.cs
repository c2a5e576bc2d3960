using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// The transpose of a matrix [depth, rows] as groups of eight rows, zeros behind the last one, so that tiles read it from end to end.
/// <c>[groups, depth, 8]</c>
/// </summary>
internal static unsafe class PackedRows
{
    /// <summary>A multiple of every tile's height.</summary>
    public const int Height = 8;

    /// <summary>Rows of the source that stay in a first-level cache.</summary>
    private const int DepthAtOnce = 32;

    /// <summary>The least multiple of <see cref="Height"/> that holds so many rows.</summary>
    public static int RoundUp(int rows) => (rows + Height - 1) / Height * Height;

    /// <summary>Packs <c>source[k * rows + i]</c>.</summary>
    /// <param name="source">[depth, rows]</param>
    /// <param name="depth">Length of sums.</param>
    /// <param name="rows">Rows of the transpose.</param>
    /// <param name="packed">Receives the groups.</param>
    /// <param name="sums">The sum of each row is added to these, <see cref="RoundUp"/> of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* source, int depth, int rows, float* packed, float* sums)
    {
        for (int first = 0; first < depth; first += DepthAtOnce)
        {
            int end = Math.Min(first + DepthAtOnce, depth);
            Prefetch.PageAhead(source + ((nint)first * rows), (end - first) * rows);
            int row = 0;
            for (; row <= rows - Height; row += Height)
            {
                float* from = source + ((nint)first * rows) + row, to = packed + ((nint)row * depth) + (first * Height);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int k = first; k < end; k++, from += rows, to += Height)
                {
                    Vector256<float> values = Vector256.Load(from);
                    sum += values;
                    values.Store(to);
                }

                (Vector256.Load(sums + row) + sum).Store(sums + row);
            }

            for (int k = first; k < end && row < rows; k++)
            {
                float* to = packed + ((nint)row * depth) + (k * Height);
                for (int i = 0; i < Height; i++)
                {
                    to[i] = row + i < rows ? source[(k * (nint)rows) + row + i] : 0;
                    sums[row + i] += to[i];
                }
            }
        }
    }

    /// <summary>c[i, j] = start[i, j] + sum over k of a[k, i] b[k, j]; everything is whole tiles.</summary>
    /// <param name="rows">Rows of c, a multiple of <see cref="Height"/>.</param>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="packed">a.</param>
    /// <param name="panel">b, a panel of <see cref="PackedPanels.Width"/> columns.</param>
    /// <param name="isFirst">Whether sums start at zero; else at c.</param>
    /// <param name="c">Receives as many columns as the panel has.</param>
    /// <param name="cRow">From one row of c to the next.</param>
    public static void Multiply(int rows, int depth, float* packed, float* panel, bool isFirst, float* c, nint cRow)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply<Tile8x2<Lanes512>>(rows, depth, packed, panel, isFirst, c, cRow);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Multiply<Tile4x2<Lanes256>>(rows, depth, packed, panel, isFirst, c, cRow);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Multiply<Tile8x2<Lanes128>>(rows, depth, packed, panel, isFirst, c, cRow);
        }
        else
        {
            Multiply<Tile4x2<Lane>>(rows, depth, packed, panel, isFirst, c, cRow);
        }
    }

    private static void Multiply<TTile>(int rows, int depth, float* packed, float* panel, bool isFirst, float* c, nint cRow)
        where TTile : struct, IGemmTile
    {
        float* zeros = stackalloc float[PackedPanels.Width]; // zeros indeed: locals are initialised here
        for (int row = 0; row < rows; row += TTile.Rows)
        {
            float* a = packed + ((nint)(row / Height) * depth * Height) + (row % Height);
            for (int column = 0; column < PackedPanels.Width; column += TTile.Columns)
            {
                float* result = c + (row * cRow) + column;
                TTile.Multiply(
                    depth, a, 1, Height, panel + column, PackedPanels.Width, isFirst ? zeros : result, isFirst ? 0 : cRow, result, cRow);
            }
        }
    }
}
