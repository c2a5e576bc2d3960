using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// target_i[j] = bias[j] + sum over k of source_i[k] weights[k, j], where rows lie anywhere and each source consists of the same runs of
/// values: windows are multiplied where they lie in their images.
/// </summary>
internal unsafe struct RunProduct
{
    /// <summary>Rows at most, 32 tiles: as often a panel of weights is read from the first-level cache.</summary>
    public const int MaxRows = 256;

    /// <summary>The largest tile's height.</summary>
    private const int TileRows = 8;

    /// <summary>Where rows of the source begin, and which runs of values they are made of.</summary>
    public float* Source;
    public nint* SourceRows;
    public WindowRun* Runs;
    public int RunCount;

    /// <summary>[depth, columns], in packed panels; the depth is the length of all runs.</summary>
    public float* Weights;
    public int Depth;

    /// <summary>[columns], with zeros behind it up to a whole panel.</summary>
    public float* Bias;

    public float* Target;
    public nint* TargetRows;
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
            float* weights = Weights + PackedPanels.Offset(Depth, 0, column), target = Target + column;
            int columns = Math.Min(TTile.Columns, Columns - column), whole = columns == TTile.Columns ? rows - (rows % TTile.Rows) : 0;
            for (int row = 0; row < whole; row += TTile.Rows)
            {
                TTile.MultiplyRuns<TStores>(
                    Runs, RunCount, Source, SourceRows + row, weights, Bias + column, target, TargetRows + row);
            }

            for (int row = whole; row < rows; row += TTile.Rows)
            {
                MultiplyEdge<TTile>(row, Math.Min(TTile.Rows, rows - row), columns, weights, Bias + column, target);
            }
        }
    }

    /// <summary>A tile of which not all is wanted: computed whole, then copied.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void MultiplyEdge<TTile>(int row, int rows, int columns, float* weights, float* bias, float* target)
        where TTile : struct, IGemmTile
    {
        float* tile = stackalloc float[TTile.Rows * TTile.Columns];
        nint* sources = stackalloc nint[TileRows], tileRows = stackalloc nint[TileRows];
        for (int i = 0; i < TTile.Rows; i++)
        {
            sources[i] = SourceRows[row + Math.Min(i, rows - 1)];
            tileRows[i] = i * TTile.Columns;
        }

        TTile.MultiplyRuns<CachedStores>(Runs, RunCount, Source, sources, weights, bias, tile, tileRows);
        for (int i = 0; i < rows; i++)
        {
            new ReadOnlySpan<float>(tile + tileRows[i], columns).CopyTo(new(target + TargetRows[row + i], columns));
        }
    }
}
