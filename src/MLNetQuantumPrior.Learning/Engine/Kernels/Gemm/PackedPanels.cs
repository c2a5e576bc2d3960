using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// A right-hand matrix [depth, columns] as panels of 32 columns, one after the other, each row after row: as tiles read it, packed once
/// for many products. The width is a multiple of every tile's. <c>[panels, depth, 32]</c>, zeros behind the last column.
/// </summary>
internal static unsafe class PackedPanels
{
    public const int Width = 32;

    /// <summary>Rows of the source that stay in a first-level cache.</summary>
    private const int DepthAtOnce = 32;

    /// <summary>Number of panels of so many columns.</summary>
    public static int Count(int columns) => (columns + Width - 1) / Width;

    /// <summary>The least multiple of the width that holds so many columns.</summary>
    public static int RoundUp(int columns) => Count(columns) * Width;

    /// <summary>Number of values.</summary>
    public static int Length(int depth, int columns) => Count(columns) * depth * Width;

    /// <summary>Where the element [k, column] lies.</summary>
    public static nint Offset(int depth, int k, int column) => ((column / Width * (nint)depth) + k) * Width + (column % Width);

    /// <summary>Packs a matrix that is read from memory, and adds up its columns.</summary>
    /// <param name="source">[depth, columns]</param>
    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="panels">Receives the panels.</param>
    /// <param name="sums">The sum of each column is added to these, <see cref="RoundUp"/> of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackAndSum<TLanes>(float* source, int depth, int columns, float* panels, float* sums)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int first = 0; first < depth; first += DepthAtOnce)
        {
            int count = Math.Min(DepthAtOnce, depth - first);
            float* rows = source + ((nint)first * columns);
            Prefetch.PageAhead(rows, count * columns);
            int column = 0;
            for (; column <= columns - TLanes.Count; column += TLanes.Count)
            {
                Copy<TLanes>(rows + column, count, columns, panels + Offset(depth, first, column), sums + column);
            }

            for (; column < columns; column++)
            {
                Copy<Lane>(rows + column, count, columns, panels + Offset(depth, first, column), sums + column);
            }

            for (; column < RoundUp(columns); column++)
            {
                float* panel = panels + Offset(depth, first, column);
                for (int k = 0; k < count; k++)
                {
                    panel[k * Width] = 0;
                }
            }
        }
    }

    /// <summary>As many columns as a register has lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TLanes>(float* source, int rows, int step, float* panel, float* sums)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        for (int k = 0; k < rows; k++, source += step, panel += Width)
        {
            TLanes values = TLanes.Load(source);
            sum += values;
            values.Store(panel);
        }

        (TLanes.Load(sums) + sum).Store(sums);
    }
}
