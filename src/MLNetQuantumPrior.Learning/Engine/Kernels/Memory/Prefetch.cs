using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Asks for memory before it is read. The processor does so too, but only up to the end of a page.</summary>
internal static unsafe class Prefetch
{
    /// <summary>A page: as long as memory takes to answer, a core adds up about half of one.</summary>
    private const int Ahead = 1024;

    private const int CacheLine = 16;

    /// <summary>What a loop through memory loads a page later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PageAhead<TLanes>(float* source)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!Sse.IsSupported || TLanes.Count < CacheLine / 2)
        {
            return;
        }

        Sse.Prefetch0(source + Ahead);
        if (TLanes.Count > CacheLine)
        {
            Sse.Prefetch0(source + Ahead + CacheLine);
        }

        if (TLanes.Count > 2 * CacheLine)
        {
            Sse.Prefetch0(source + Ahead + 2 * CacheLine);
            Sse.Prefetch0(source + Ahead + 3 * CacheLine);
        }
    }

    /// <summary>What lies a page behind some values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PageAhead(float* source, int count)
    {
        for (int i = 0; i < count && Sse.IsSupported; i += CacheLine)
        {
            Sse.Prefetch0(source + Ahead + i);
        }
    }
}
