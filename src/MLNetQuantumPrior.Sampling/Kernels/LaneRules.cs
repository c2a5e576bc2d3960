using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>How a visit changes the spins of a register, chosen when a sweep is compiled.</summary>
internal static class LaneRules<TLanes, TBits, TDouble>
    where TLanes : unmanaged, ILanes<TLanes, TBits, TDouble>
{
    public interface IRule
    {
        /// <summary>Whether changes of energy are added up.</summary>
        static abstract bool TracksEnergy { get; }

        /// <summary>The power of 2 that decides.</summary>
        static abstract TLanes Exponent(TLanes field, TLanes scale, TLanes old);

        /// <summary>The new spins, given that power and uniform random numbers.</summary>
        static abstract TLanes Decide(TLanes power, TLanes uniform, TLanes old);
    }

    /// <summary><see cref="GibbsDraw.Spin"/>.</summary>
    public readonly struct GibbsRule : IRule
    {
        public static bool TracksEnergy => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Exponent(TLanes field, TLanes scale, TLanes old) => TLanes.Clamp(
            field * scale, TLanes.Broadcast(-GibbsDraw.ExponentLimit), TLanes.Broadcast(GibbsDraw.ExponentLimit));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Decide(TLanes power, TLanes uniform, TLanes old) =>
            PlusWhereLess(TLanes.MultiplyAdd(uniform, power, uniform), TLanes.Broadcast(1f));
    }

    /// <summary><see cref="MetropolisDraw.Spin"/>.</summary>
    public readonly struct MetropolisRule : IRule
    {
        public static bool TracksEnergy => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Exponent(TLanes field, TLanes scale, TLanes old) => TLanes.Clamp(
            (field * old) * scale, TLanes.Broadcast(-GibbsDraw.ExponentLimit), TLanes.Broadcast(0f));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Decide(TLanes power, TLanes uniform, TLanes old) =>
            old * PlusWhereLess(TLanes.Broadcast(MetropolisDraw.Eagerness) * power, uniform);
    }

    /// <summary>The rule, with changes of energy added up.</summary>
    public readonly struct Tracked<TRule> : IRule
        where TRule : struct, IRule
    {
        public static bool TracksEnergy => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Exponent(TLanes field, TLanes scale, TLanes old) => TRule.Exponent(field, scale, old);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Decide(TLanes power, TLanes uniform, TLanes old) => TRule.Decide(power, uniform, old);
    }

    /// <summary>+1 where a is below b, else -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PlusWhereLess(TLanes a, TLanes b) => TLanes.IfGreater(b, a, TLanes.Broadcast(1f), TLanes.Broadcast(-1f));

    /// <summary>The new spins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Draw<TRule>(TLanes field, TLanes scale, TBits random, TLanes old)
        where TRule : struct, IRule => TRule.Decide(PowerOfTwo(TRule.Exponent(field, scale, old)), Uniform(random), old);

    /// <summary><see cref="GibbsDraw.Uniform"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Uniform(TBits random)
    {
        TBits fraction = TLanes.Or(TLanes.ShiftRight(random, 9), TLanes.BroadcastBits(GibbsDraw.OneBits));
        return TLanes.AsFloat(fraction) + TLanes.Broadcast(GibbsDraw.ToMidpoint);
    }

    /// <summary><see cref="GibbsDraw.PowerOfTwo"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes PowerOfTwo(TLanes x)
    {
        TLanes shifted = x + TLanes.Broadcast(GibbsDraw.RoundingShift);
        TLanes r = x - (shifted - TLanes.Broadcast(GibbsDraw.RoundingShift));
        TLanes power = TLanes.MultiplyAdd(TLanes.Broadcast(GibbsDraw.C5), r, TLanes.Broadcast(GibbsDraw.C4));
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
    public static void PowersOfTwo(ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3)
    {
        TLanes constant = TLanes.Broadcast(GibbsDraw.RoundingShift);
        TLanes shifted0 = x0 + constant;
        TLanes shifted1 = x1 + constant;
        TLanes shifted2 = x2 + constant;
        TLanes shifted3 = x3 + constant;
        TLanes r0 = x0 - (shifted0 - constant);
        TLanes r1 = x1 - (shifted1 - constant);
        TLanes r2 = x2 - (shifted2 - constant);
        TLanes r3 = x3 - (shifted3 - constant);
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
        float coefficient, ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3, TLanes r0, TLanes r1, TLanes r2, TLanes r3)
    {
        TLanes constant = TLanes.Broadcast(coefficient);
        x0 = TLanes.MultiplyAdd(x0, r0, constant);
        x1 = TLanes.MultiplyAdd(x1, r1, constant);
        x2 = TLanes.MultiplyAdd(x2, r2, constant);
        x3 = TLanes.MultiplyAdd(x3, r3, constant);
    }

    /// <summary>The value times 2^n, n being in the low bits of the mantissa of <paramref name="shifted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes TimesPower(TLanes value, TLanes shifted) =>
        TLanes.AsFloat(TLanes.Add(TLanes.AsBits(value), TLanes.ShiftLeft(TLanes.AsBits(shifted), 23)));
}
