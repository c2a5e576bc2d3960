using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>How a visit changes the spins of a register, chosen when a sweep is compiled.</summary>
internal static class LaneRules<TLanes, TFloat, TBits, TDouble>
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
{
    public interface IRule
    {
        /// <summary>Whether changes of energy are added up.</summary>
        static abstract bool TracksEnergy { get; }

        /// <summary>The power of 2 that decides.</summary>
        static abstract TFloat Exponent(TFloat field, TFloat scale, TFloat old);

        /// <summary>The new spins, given that power and uniform random numbers.</summary>
        static abstract TFloat Decide(TFloat power, TFloat uniform, TFloat old);
    }

    /// <summary><see cref="GibbsDraw.Spin"/>.</summary>
    public readonly struct GibbsRule : IRule
    {
        public static bool TracksEnergy => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Exponent(TFloat field, TFloat scale, TFloat old) => TLanes.Clamp(
            TLanes.Multiply(field, scale), TLanes.Broadcast(-GibbsDraw.ExponentLimit), TLanes.Broadcast(GibbsDraw.ExponentLimit));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Decide(TFloat power, TFloat uniform, TFloat old) =>
            TLanes.PlusWhereLess(TLanes.MultiplyAdd(uniform, power, uniform), TLanes.Broadcast(1f));
    }

    /// <summary><see cref="MetropolisDraw.Spin"/>.</summary>
    public readonly struct MetropolisRule : IRule
    {
        public static bool TracksEnergy => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Exponent(TFloat field, TFloat scale, TFloat old) => TLanes.Clamp(
            TLanes.Multiply(TLanes.Multiply(field, old), scale), TLanes.Broadcast(-GibbsDraw.ExponentLimit), TLanes.Broadcast(0f));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Decide(TFloat power, TFloat uniform, TFloat old) => TLanes.Multiply(
            old, TLanes.PlusWhereLess(TLanes.Multiply(TLanes.Broadcast(MetropolisDraw.Eagerness), power), uniform));
    }

    /// <summary>The rule, with changes of energy added up.</summary>
    public readonly struct Tracked<TRule> : IRule
        where TRule : struct, IRule
    {
        public static bool TracksEnergy => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Exponent(TFloat field, TFloat scale, TFloat old) => TRule.Exponent(field, scale, old);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Decide(TFloat power, TFloat uniform, TFloat old) => TRule.Decide(power, uniform, old);
    }

    /// <summary>The new spins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Draw<TRule>(TFloat field, TFloat scale, TBits random, TFloat old)
        where TRule : struct, IRule => TRule.Decide(PowerOfTwo(TRule.Exponent(field, scale, old)), Uniform(random), old);

    /// <summary><see cref="GibbsDraw.Uniform"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Uniform(TBits random)
    {
        TBits fraction = TLanes.Or(TLanes.ShiftRight(random, 9), TLanes.Broadcast(GibbsDraw.OneBits));
        return TLanes.Add(TLanes.AsFloat(fraction), TLanes.Broadcast(GibbsDraw.ToMidpoint));
    }

    /// <summary><see cref="GibbsDraw.PowerOfTwo"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat PowerOfTwo(TFloat x)
    {
        TFloat shifted = TLanes.Add(x, TLanes.Broadcast(GibbsDraw.RoundingShift));
        TFloat r = TLanes.Subtract(x, TLanes.Subtract(shifted, TLanes.Broadcast(GibbsDraw.RoundingShift)));
        TFloat power = TLanes.MultiplyAdd(TLanes.Broadcast(GibbsDraw.C5), r, TLanes.Broadcast(GibbsDraw.C4));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C3));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C2));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C1));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(1f));
        return TimesPower(power, shifted);
    }

    /// <summary>
    /// Four times <see cref="PowerOfTwo"/>, in place and side by side: a processor does not look far enough ahead to overlap four chains of
    /// dependent instructions that stand one after the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PowersOfTwo(ref TFloat x0, ref TFloat x1, ref TFloat x2, ref TFloat x3)
    {
        TFloat constant = TLanes.Broadcast(GibbsDraw.RoundingShift);
        TFloat shifted0 = TLanes.Add(x0, constant);
        TFloat shifted1 = TLanes.Add(x1, constant);
        TFloat shifted2 = TLanes.Add(x2, constant);
        TFloat shifted3 = TLanes.Add(x3, constant);
        TFloat r0 = TLanes.Subtract(x0, TLanes.Subtract(shifted0, constant));
        TFloat r1 = TLanes.Subtract(x1, TLanes.Subtract(shifted1, constant));
        TFloat r2 = TLanes.Subtract(x2, TLanes.Subtract(shifted2, constant));
        TFloat r3 = TLanes.Subtract(x3, TLanes.Subtract(shifted3, constant));
        constant = TLanes.Broadcast(GibbsDraw.C5);
        (x0, x1, x2, x3) = (constant, constant, constant, constant);
        Step(GibbsDraw.C4, ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3);
        Step(GibbsDraw.C3, ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3);
        Step(GibbsDraw.C2, ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3);
        Step(GibbsDraw.C1, ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3);
        Step(1, ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3);
        x0 = TimesPower(x0, shifted0);
        x1 = TimesPower(x1, shifted1);
        x2 = TimesPower(x2, shifted2);
        x3 = TimesPower(x3, shifted3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        float coefficient, ref TFloat x0, ref TFloat x1, ref TFloat x2, ref TFloat x3, TFloat r0, TFloat r1, TFloat r2, TFloat r3)
    {
        TFloat constant = TLanes.Broadcast(coefficient);
        x0 = TLanes.MultiplyAdd(x0, r0, constant);
        x1 = TLanes.MultiplyAdd(x1, r1, constant);
        x2 = TLanes.MultiplyAdd(x2, r2, constant);
        x3 = TLanes.MultiplyAdd(x3, r3, constant);
    }

    /// <summary>The value times 2^n, n being in the low bits of the mantissa of <paramref name="shifted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat TimesPower(TFloat value, TFloat shifted) =>
        TLanes.AsFloat(TLanes.Add(TLanes.AsBits(value), TLanes.ShiftLeft(TLanes.AsBits(shifted), 23)));
}

/// <summary>How a visit changes a spin. Both leave exp(-beta E) as it is.</summary>
public enum SpinUpdate
{
    /// <summary>The spin is drawn from its conditional distribution, whatever it was.</summary>
    Gibbs,

    /// <summary>
    /// The spin is flipped with probability 15/16 min(1, exp(-beta change of E)). It flips more often than with <see cref="Gibbs"/> and so
    /// gets about further per sweep.
    /// </summary>
    Metropolis,
}
