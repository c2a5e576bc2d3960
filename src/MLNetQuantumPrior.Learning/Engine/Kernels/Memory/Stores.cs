using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Where a kernel's results go: to the caches or past them.</summary>
internal unsafe interface IStores
{
    static abstract void Store<TLanes>(TLanes value, float* destination)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Makes all stores so far visible to other threads before any later one.</summary>
    static abstract void Complete();
}

/// <summary>To the caches, for what is read soon.</summary>
internal readonly unsafe struct CachedStores : IStores
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, float* destination)
        where TLanes : unmanaged, ILanes<TLanes> => value.Store(destination);

    public static void Complete()
    {
    }
}

/// <summary>
/// Past the caches. A usual store first reads its cache line from memory, so that writing costs as much as reading twice; this one does
/// not.
/// </summary>
internal readonly unsafe struct StreamingStores : IStores
{
    /// <summary>4 MiB: more than a second-level cache holds beside what else is in use.</summary>
    private const int LeastLength = 1 << 20;

    private const int CacheLine = 64;

    /// <summary>Whether rows of so many values should be stored with these: there are many, all on whole cache lines.</summary>
    public static bool Suit(float* destination, nint length, int rowLength) =>
        length >= LeastLength && (nuint)destination % CacheLine == 0 && rowLength % (CacheLine / sizeof(float)) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, float* destination)
        where TLanes : unmanaged, ILanes<TLanes> => value.StoreStreaming(destination);

    public static void Complete()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }
}
