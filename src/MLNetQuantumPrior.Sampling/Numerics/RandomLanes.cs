using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary><see cref="Xoshiro128"/> in every lane of a register.</summary>
internal struct RandomLanes<TLanes, TFloat, TBits, TDouble>
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
{
    private TBits _s0;
    private TBits _s1;
    private TBits _s2;
    private TBits _s3;

    /// <summary>Resumes the streams of a register of chains, the first of them number <paramref name="first"/>.</summary>
    /// <param name="stream">The words of all streams, laid out [word, chain].</param>
    /// <param name="first">Number of the first chain.</param>
    /// <param name="chains">Number of chains.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RandomLanes<TLanes, TFloat, TBits, TDouble> Load(ref uint stream, nuint first, nuint chains) => new()
    {
        _s0 = TLanes.Load(ref stream, first),
        _s1 = TLanes.Load(ref stream, first + chains),
        _s2 = TLanes.Load(ref stream, first + (2 * chains)),
        _s3 = TLanes.Load(ref stream, first + (3 * chains)),
    };

    /// <summary>Suspends the streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref uint stream, nuint first, nuint chains)
    {
        TLanes.Store(_s0, ref stream, first);
        TLanes.Store(_s1, ref stream, first + chains);
        TLanes.Store(_s2, ref stream, first + (2 * chains));
        TLanes.Store(_s3, ref stream, first + (3 * chains));
    }

    /// <summary><see cref="Xoshiro128.Next"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TBits Next()
    {
        TBits result = TLanes.Add(TLanes.RotateLeft(TLanes.Add(_s0, _s3), 7), _s0);
        TBits t = TLanes.ShiftLeft(_s1, 9);
        _s2 = TLanes.Xor(_s2, _s0);
        _s3 = TLanes.Xor(_s3, _s1);
        _s1 = TLanes.Xor(_s1, _s2);
        _s0 = TLanes.Xor(_s0, _s3);
        _s2 = TLanes.Xor(_s2, t);
        _s3 = TLanes.RotateLeft(_s3, 11);
        return result;
    }
}
