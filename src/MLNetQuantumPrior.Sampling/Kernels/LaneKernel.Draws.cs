using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Visits of spins whose local fields are known.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    /// <summary>Visits one spin in the register of chains from c on.</summary>
    /// <returns>The new spins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Visit<TRule>(Chains chains, int visited, nuint c, TFloat field)
        where TRule : struct, IRule
    {
        var random = RandomLanes<TLanes, TFloat, TBits, TDouble>.Load(ref chains.Stream, c, chains.Count);
        TFloat uniform = Uniform(random.Next());
        random.Store(ref chains.Stream, c, chains.Count);
        ref float spin = ref chains.SpinAt(visited, c);
        TFloat old = TLanes.Load(ref spin, 0);
        TFloat now = TRule.Decide(PowerOfTwo(TRule.Exponent(field, TLanes.Load(ref chains.Scale, c), old)), uniform, old);
        TLanes.Store(now, ref spin, 0);
        Track<TRule>(field, old, now, ref Unsafe.Add(ref chains.Change, c));
        return now;
    }

    /// <summary>
    /// Visits four spins in the register of chains from c on, and notes them in the indices of their groups. Their powers are computed
    /// side by side: a processor sees too few instructions ahead to overlap four chains of dependent ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void VisitFour<TRule>(
        Chains chains, ref int visited, SpinGroups groups, int ownGroup, nuint c, TFloat f0, TFloat f1, TFloat f2, TFloat f3)
        where TRule : struct, IRule
    {
        var random = RandomLanes<TLanes, TFloat, TBits, TDouble>.Load(ref chains.Stream, c, chains.Count);
        TFloat u0 = Uniform(random.Next());
        TFloat u1 = Uniform(random.Next());
        TFloat u2 = Uniform(random.Next());
        TFloat u3 = Uniform(random.Next());
        random.Store(ref chains.Stream, c, chains.Count);
        ref float spin0 = ref chains.SpinAt(visited, c);
        ref float spin1 = ref chains.SpinAt(Unsafe.Add(ref visited, 1), c);
        ref float spin2 = ref chains.SpinAt(Unsafe.Add(ref visited, 2), c);
        ref float spin3 = ref chains.SpinAt(Unsafe.Add(ref visited, 3), c);
        TFloat old0 = TLanes.Load(ref spin0, 0);
        TFloat old1 = TLanes.Load(ref spin1, 0);
        TFloat old2 = TLanes.Load(ref spin2, 0);
        TFloat old3 = TLanes.Load(ref spin3, 0);
        TFloat scale = TLanes.Load(ref chains.Scale, c);
        TFloat p0 = TRule.Exponent(f0, scale, old0);
        TFloat p1 = TRule.Exponent(f1, scale, old1);
        TFloat p2 = TRule.Exponent(f2, scale, old2);
        TFloat p3 = TRule.Exponent(f3, scale, old3);
        PowersOfTwo(ref p0, ref p1, ref p2, ref p3);
        TFloat now0 = TRule.Decide(p0, u0, old0);
        TFloat now1 = TRule.Decide(p1, u1, old1);
        TFloat now2 = TRule.Decide(p2, u2, old2);
        TFloat now3 = TRule.Decide(p3, u3, old3);
        TLanes.Store(now0, ref spin0, 0);
        TLanes.Store(now1, ref spin1, 0);
        TLanes.Store(now2, ref spin2, 0);
        TLanes.Store(now3, ref spin3, 0);
        ref float change = ref Unsafe.Add(ref chains.Change, c);
        Track<TRule>(f0, old0, now0, ref change);
        Track<TRule>(f1, old1, now1, ref change);
        Track<TRule>(f2, old2, now2, ref change);
        Track<TRule>(f3, old3, now3, ref change);
        if (ownGroup >= 0)
        {
            TLanes.Store(Index(now0, now1, now2, now3), ref chains.GroupAt(ownGroup, c), 0);
        }
        else if (groups.Count > 0)
        {
            PutBit(now0, groups, visited, chains, c);
            PutBit(now1, groups, Unsafe.Add(ref visited, 1), chains, c);
            PutBit(now2, groups, Unsafe.Add(ref visited, 2), chains, c);
            PutBit(now3, groups, Unsafe.Add(ref visited, 3), chains, c);
        }
    }

    /// <summary>Turning s_i to s_i' changes the energy by (s_i' - s_i) f_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Track<TRule>(TFloat field, TFloat old, TFloat now, ref float change)
        where TRule : struct, IRule
    {
        if (TRule.TracksEnergy)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Subtract(now, old), field, TLanes.Load(ref change, 0)), ref change, 0);
        }
    }

    /// <summary><see cref="GibbsDraw.Uniform"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Uniform(TBits random)
    {
        TBits fraction = TLanes.Or(TLanes.ShiftRight(random, 9), TLanes.Broadcast(GibbsDraw.OneBits));
        return TLanes.Add(TLanes.AsFloat(fraction), TLanes.Broadcast(GibbsDraw.ToMidpoint));
    }

    /// <summary><see cref="GibbsDraw.PowerOfTwo"/>.</summary>
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
        return Scaled(power, shifted);
    }

    /// <summary>Four times <see cref="PowerOfTwo"/>, side by side and in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PowersOfTwo(ref TFloat x0, ref TFloat x1, ref TFloat x2, ref TFloat x3)
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
        HornerStep(ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3, GibbsDraw.C4);
        HornerStep(ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3, GibbsDraw.C3);
        HornerStep(ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3, GibbsDraw.C2);
        HornerStep(ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3, GibbsDraw.C1);
        HornerStep(ref x0, ref x1, ref x2, ref x3, r0, r1, r2, r3, 1);
        x0 = Scaled(x0, shifted0);
        x1 = Scaled(x1, shifted1);
        x2 = Scaled(x2, shifted2);
        x3 = Scaled(x3, shifted3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HornerStep(
        ref TFloat x0, ref TFloat x1, ref TFloat x2, ref TFloat x3, TFloat r0, TFloat r1, TFloat r2, TFloat r3, float coefficient)
    {
        TFloat constant = TLanes.Broadcast(coefficient);
        x0 = TLanes.MultiplyAdd(x0, r0, constant);
        x1 = TLanes.MultiplyAdd(x1, r1, constant);
        x2 = TLanes.MultiplyAdd(x2, r2, constant);
        x3 = TLanes.MultiplyAdd(x3, r3, constant);
    }

    /// <summary>The power times 2^n, n being in the low bits of the mantissa of <paramref name="shifted"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Scaled(TFloat power, TFloat shifted) =>
        TLanes.AsFloat(TLanes.Add(TLanes.AsBits(power), TLanes.ShiftLeft(TLanes.AsBits(shifted), 23)));
}
