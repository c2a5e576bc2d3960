using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>What a visit does to the spins of a register's chains, chosen when a sweep is compiled.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private interface IRule
    {
        /// <summary>Replaces the spins of a register's chains.</summary>
        /// <param name="field">Their local fields.</param>
        /// <param name="scale">Their temperatures.</param>
        /// <param name="random">Their random bits.</param>
        /// <param name="spin">The first of the spins.</param>
        /// <param name="change">Where the first one's change of energy is added up, if the rule does.</param>
        static abstract void Visit(TFloat field, TFloat scale, TBits random, ref float spin, ref float change);
    }

    /// <summary>2^x as <see cref="GibbsDraw.PowerOfTwo"/> has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat PowerOfTwo(TFloat x)
    {
        TFloat shifted = TLanes.Add(x, TLanes.Broadcast(GibbsDraw.RoundingShift));
        TFloat r = TLanes.Subtract(x, TLanes.Subtract(shifted, TLanes.Broadcast(GibbsDraw.RoundingShift)));
        TFloat power = TLanes.MultiplyAdd(TLanes.Broadcast(GibbsDraw.C5), r, TLanes.Broadcast(GibbsDraw.C4));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C3));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C2));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C1));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(1f));
        return TLanes.AsFloat(TLanes.Add(TLanes.AsBits(power), TLanes.ShiftLeft(TLanes.AsBits(shifted), 23)));
    }

    /// <summary><see cref="GibbsDraw.Uniform"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Uniform(TBits random)
    {
        TBits fraction = TLanes.Or(TLanes.ShiftRight(random, 9), TLanes.Broadcast(GibbsDraw.OneBits));
        return TLanes.Add(TLanes.AsFloat(fraction), TLanes.Broadcast(GibbsDraw.ToMidpoint));
    }

    /// <summary><see cref="GibbsDraw.Spin"/>.</summary>
    private readonly struct GibbsRule : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Visit(TFloat field, TFloat scale, TBits random, ref float spin, ref float change)
        {
            TFloat limit = TLanes.Broadcast(GibbsDraw.ExponentLimit);
            TFloat x = TLanes.Clamp(TLanes.Multiply(field, scale), TLanes.Broadcast(-GibbsDraw.ExponentLimit), limit);
            TFloat uniform = Uniform(random);
            TFloat drawn = TLanes.PlusWhereLess(TLanes.MultiplyAdd(uniform, PowerOfTwo(x), uniform), TLanes.Broadcast(1f));
            TLanes.Store(drawn, ref spin, 0);
        }
    }

    /// <summary><see cref="MetropolisDraw.Spin"/>.</summary>
    private readonly struct MetropolisRule : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Visit(TFloat field, TFloat scale, TBits random, ref float spin, ref float change)
        {
            TFloat old = TLanes.Load(ref spin, 0);
            TFloat x = TLanes.Multiply(TLanes.Multiply(field, old), scale);
            TFloat power = PowerOfTwo(TLanes.Clamp(x, TLanes.Broadcast(-GibbsDraw.ExponentLimit), TLanes.Broadcast(0f)));
            TFloat kept = TLanes.PlusWhereLess(TLanes.Multiply(TLanes.Broadcast(MetropolisDraw.Eagerness), power), Uniform(random));
            TLanes.Store(TLanes.Multiply(old, kept), ref spin, 0);
        }
    }

    /// <summary>Flipping s_i to s_i' changes the energy by (s_i' - s_i) f_i.</summary>
    private readonly struct Tracked<TRule> : IRule
        where TRule : struct, IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Visit(TFloat field, TFloat scale, TBits random, ref float spin, ref float change)
        {
            TFloat old = TLanes.Load(ref spin, 0);
            TRule.Visit(field, scale, random, ref spin, ref change);
            TFloat turned = TLanes.Subtract(TLanes.Load(ref spin, 0), old);
            TLanes.Store(TLanes.MultiplyAdd(turned, field, TLanes.Load(ref change, 0)), ref change, 0);
        }
    }
}
