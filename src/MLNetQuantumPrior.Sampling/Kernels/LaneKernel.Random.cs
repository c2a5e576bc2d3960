using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>The random streams of a register's chains.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    /// <summary><see cref="Xoshiro128"/> in every lane.</summary>
    private struct RandomLanes
    {
        private TBits _s0;
        private TBits _s1;
        private TBits _s2;
        private TBits _s3;

        /// <summary>Resumes the streams of the chains first .. first + <see cref="Lanes"/> - 1, which are laid out [word, chain].</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static RandomLanes Load(ref uint stream, nuint first, nuint chains) => new()
        {
            _s0 = TLanes.Load(ref stream, first),
            _s1 = TLanes.Load(ref stream, first + chains),
            _s2 = TLanes.Load(ref stream, first + (2 * chains)),
            _s3 = TLanes.Load(ref stream, first + (3 * chains)),
        };

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
}
