using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// Four rows by two registers. AVX2 has 16 registers; with more sums than 8 the compiler moves some to memory, at half the speed.
/// </summary>
internal readonly unsafe struct Tile4x2<TLanes> : IGemmTile
    where TLanes : unmanaged, ILanes<TLanes>
{
    public static int Rows => 4;

    public static int Columns => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int depth, float* a, nint aRow, nint aDepth, float* b, nint bDepth, float* start, nint startRow, float* c, nint cRow)
    {
        float* a0 = a;
        float* a1 = a + aRow;
        float* a2 = a + 2 * aRow;
        float* a3 = a + 3 * aRow;

        Load(start + 0 * startRow, out TLanes c0l, out TLanes c0r);
        Load(start + 1 * startRow, out TLanes c1l, out TLanes c1r);
        Load(start + 2 * startRow, out TLanes c2l, out TLanes c2r);
        Load(start + 3 * startRow, out TLanes c3l, out TLanes c3r);

        nint k = 0;
        do
        {
            Load(b, out TLanes left, out TLanes right);
            MultiplyAdd(a0 + k, left, right, ref c0l, ref c0r);
            MultiplyAdd(a1 + k, left, right, ref c1l, ref c1r);
            MultiplyAdd(a2 + k, left, right, ref c2l, ref c2r);
            MultiplyAdd(a3 + k, left, right, ref c3l, ref c3r);
            k += aDepth;
            b += bDepth;
        }
        while (--depth > 0);

        Store<CachedStores>(c + 0 * cRow, c0l, c0r);
        Store<CachedStores>(c + 1 * cRow, c1l, c1r);
        Store<CachedStores>(c + 2 * cRow, c2l, c2r);
        Store<CachedStores>(c + 3 * cRow, c3l, c3r);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAt<TStores>(
        int depth, float* a, int* aRows, int* aDepths, float* b, float* start, nint startRow, float* c, int* cRows)
        where TStores : unmanaged, IStores
    {
        float* a0 = a + aRows[0];
        float* a1 = a + aRows[1];
        float* a2 = a + aRows[2];
        float* a3 = a + aRows[3];

        Load(start + 0 * startRow, out TLanes c0l, out TLanes c0r);
        Load(start + 1 * startRow, out TLanes c1l, out TLanes c1r);
        Load(start + 2 * startRow, out TLanes c2l, out TLanes c2r);
        Load(start + 3 * startRow, out TLanes c3l, out TLanes c3r);

        for (int* end = aDepths + depth; aDepths < end; aDepths++)
        {
            nint k = *aDepths;
            Load(b, out TLanes left, out TLanes right);
            MultiplyAdd(a0 + k, left, right, ref c0l, ref c0r);
            MultiplyAdd(a1 + k, left, right, ref c1l, ref c1r);
            MultiplyAdd(a2 + k, left, right, ref c2l, ref c2r);
            MultiplyAdd(a3 + k, left, right, ref c3l, ref c3r);
            b += PackedPanels.Width;
        }

        Store<TStores>(c + cRows[0], c0l, c0r);
        Store<TStores>(c + cRows[1], c1l, c1r);
        Store<TStores>(c + cRows[2], c2l, c2r);
        Store<TStores>(c + cRows[3], c3l, c3r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* source, out TLanes left, out TLanes right)
    {
        left = TLanes.Load(source);
        right = TLanes.Load(source + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float* a, TLanes left, TLanes right, ref TLanes cLeft, ref TLanes cRight)
    {
        TLanes factor = TLanes.Broadcast(*a);
        cLeft = TLanes.MultiplyAdd(factor, left, cLeft);
        cRight = TLanes.MultiplyAdd(factor, right, cRight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TStores>(float* destination, TLanes left, TLanes right)
        where TStores : unmanaged, IStores
    {
        TStores.Store(left, destination);
        TStores.Store(right, destination + TLanes.Count);
    }
}
