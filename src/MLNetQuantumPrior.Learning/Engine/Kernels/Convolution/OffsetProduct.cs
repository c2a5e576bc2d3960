using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// target_i[j] = start_i[j] + sum over k of source_i[k] panel[k, j], where each value of the source lies at the sum of an offset of its row
/// and one of the summation index: windows are multiplied where they lie in their images.
/// </summary>
internal unsafe struct OffsetProduct
{
    /// <summary>Rows that are worth a call, 32 tiles: as often a panel is read from the first-level cache.</summary>
    public const int MaxRows = 256;

    /// <summary>The largest tile's height.</summary>
    private const int TileRows = 8;

    public float* Source;
    public int* SourceRows;
    public int* SourceDepths;
    public int Depth;

    /// <summary>[depth, columns], in packed panels.</summary>
    public float* Panels;

    /// <summary>What the sums of each row begin with; rows are this far apart, 0 where all begin alike.</summary>
    public float* Start;
    public nint StartRow;

    public float* Target;
    public int* TargetRows;
    public int Columns;

    /// <summary>Computes the first so many rows.</summary>
    public readonly void Multiply<TLanes, TStores>(int rows)
        where TLanes : unmanaged, ILanes<TLanes>
        where TStores : unmanaged, IStores
    {
        if (TLanes.Count == Lanes256.Count || TLanes.Count == Lane.Count)
        {
            Multiply<Tile4x2<TLanes>, TLanes, TStores>(rows);
        }
        else
        {
            Multiply<Tile8x2<TLanes>, TLanes, TStores>(rows);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply<TTile, TLanes, TStores>(int rows)
        where TTile : struct, IGemmTile
        where TLanes : unmanaged, ILanes<TLanes>
        where TStores : unmanaged, IStores
    {
        for (int column = 0; column < Columns; column += TTile.Columns)
        {
            float* panel = Panels + PackedPanels.Offset(Depth, 0, column), start = Start + column, target = Target + column;
            int columns = Math.Min(TTile.Columns, Columns - column), whole = columns == TTile.Columns ? rows - (rows % TTile.Rows) : 0;
            for (int row = 0; row < whole; row += TTile.Rows)
            {
                TTile.MultiplyAt<TStores>(
                    Depth, Source, SourceRows + row, SourceDepths, panel, start + (row * StartRow), StartRow, target, TargetRows + row);
            }

            for (int row = whole; row < rows; row += TTile.Rows)
            {
                MultiplyEdge<TTile>(row, Math.Min(TTile.Rows, rows - row), columns, panel, start, target);
            }
        }
    }

    /// <summary>A tile of which not all is wanted: computed whole, then copied.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void MultiplyEdge<TTile>(int row, int rows, int columns, float* panel, float* start, float* target)
        where TTile : struct, IGemmTile
    {
        float* tile = stackalloc float[TTile.Rows * TTile.Columns];
        int* sources = stackalloc int[TileRows], tileRows = stackalloc int[TileRows];
        for (int i = 0; i < TTile.Rows; i++)
        {
            sources[i] = SourceRows[row + Math.Min(i, rows - 1)];
            tileRows[i] = i * TTile.Columns;
            new ReadOnlySpan<float>(start + ((row + Math.Min(i, rows - 1)) * StartRow), columns).CopyTo(new(tile + tileRows[i], columns));
        }

        TTile.MultiplyAt<CachedStores>(Depth, Source, sources, SourceDepths, panel, tile, TTile.Columns, tile, tileRows);
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<float>(tile + tileRows[i], columns).CopyTo(new(target + TargetRows[row + i], columns));
        }
    }
}
