using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Turns blocks of 2 <see cref="Half"/> uniform numbers into normal ones, in place: u of the first half and v of the second become
/// r cos(2 pi v) and r sin(2 pi v) with r = deviation sqrt(-2 log u) (Box, Muller 1958).
/// </summary>
internal readonly unsafe struct BoxMuller(float deviation, float* values) : ILaneKernel
{
    /// <summary>No narrower than any register.</summary>
    public const int Half = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int block = begin; block < end; block++)
        {
            float* first = values + ((nint)block * 2 * Half);
            for (int i = 0; i < Half; i += TLanes.Count)
            {
                Pair<TLanes>(first + i, first + Half + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pair<TLanes>(float* u, float* v)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes radius = TLanes.Broadcast(deviation) * TLanes.Sqrt(TLanes.Broadcast(-2) * LaneMath.Log(TLanes.Load(u)));

        // Half the angle, less pi, which changes the sign of both: a = pi t lies within pi / 2 of 0, and t is exact.
        TLanes t = TLanes.Load(v) - TLanes.Broadcast(0.5f);
        TLanes square = t * t;

        // Polynomials in t^2 through sin(pi t) / t and cos(pi t) at Chebyshev nodes; errors below 4e-8.
        TLanes sin = TLanes.Broadcast(0.0776559114f);
        sin = TLanes.MultiplyAdd(sin, square, TLanes.Broadcast(-0.598290384f));
        sin = TLanes.MultiplyAdd(sin, square, TLanes.Broadcast(2.55007744f));
        sin = TLanes.MultiplyAdd(sin, square, TLanes.Broadcast(-5.1677103f));
        sin = TLanes.MultiplyAdd(sin, square, TLanes.Broadcast(3.14159274f)) * t;
        TLanes cos = TLanes.Broadcast(-0.0243959315f);
        cos = TLanes.MultiplyAdd(cos, square, TLanes.Broadcast(0.234937072f));
        cos = TLanes.MultiplyAdd(cos, square, TLanes.Broadcast(-1.33521199f));
        cos = TLanes.MultiplyAdd(cos, square, TLanes.Broadcast(4.05870914f));
        cos = TLanes.MultiplyAdd(cos, square, TLanes.Broadcast(-4.93480206f));
        cos = TLanes.MultiplyAdd(cos, square, TLanes.Broadcast(1));

        // cos(2 a) = 1 - 2 sin(a)^2 and sin(2 a) = 2 sin(a) cos(a), both with the sign changed.
        TLanes twice = sin + sin;
        (radius * TLanes.MultiplyAdd(twice, sin, TLanes.Broadcast(-1))).Store(u);
        (TLanes.Broadcast(0) - (radius * twice * cos)).Store(v);
    }
}
