using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Visits of spins whose local fields are known.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    /// <summary>Visits one spin in the register of chains from c on.</summary>
    /// <returns>The new spins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Visit<TRule>(Chains chains, int visited, nuint c, TFloat field)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        var random = RandomLanes<TLanes, TFloat, TBits, TDouble>.Load(ref chains.Stream, c, chains.Count);
        TBits bits = random.Next();
        random.Store(ref chains.Stream, c, chains.Count);
        ref float spin = ref chains.SpinAt(visited, c);
        TFloat old = TLanes.Load(ref spin, 0);
        TFloat now = LaneRules<TLanes, TFloat, TBits, TDouble>.Draw<TRule>(field, TLanes.Load(ref chains.Scale, c), bits, old);
        TLanes.Store(now, ref spin, 0);
        Track<TRule>(field, old, now, ref Unsafe.Add(ref chains.Change, c));
        return now;
    }

    /// <summary>Visits four spins in the register of chains from c on, and notes them in the indices of their groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void VisitFour<TRule>(
        Chains chains, ref int visited, SpinGroups groups, int ownGroup, nuint c, TFloat f0, TFloat f1, TFloat f2, TFloat f3)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        var random = RandomLanes<TLanes, TFloat, TBits, TDouble>.Load(ref chains.Stream, c, chains.Count);
        TFloat u0 = LaneRules<TLanes, TFloat, TBits, TDouble>.Uniform(random.Next());
        TFloat u1 = LaneRules<TLanes, TFloat, TBits, TDouble>.Uniform(random.Next());
        TFloat u2 = LaneRules<TLanes, TFloat, TBits, TDouble>.Uniform(random.Next());
        TFloat u3 = LaneRules<TLanes, TFloat, TBits, TDouble>.Uniform(random.Next());
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
        LaneRules<TLanes, TFloat, TBits, TDouble>.PowersOfTwo(ref p0, ref p1, ref p2, ref p3);
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
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        if (TRule.TracksEnergy)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Subtract(now, old), field, TLanes.Load(ref change, 0)), ref change, 0);
        }
    }
}
