using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Visits of spins whose local fields are known.</content>
internal sealed partial class LaneKernel<TLanes, TBits, TDouble>
{
    /// <summary>Visits one spin in the register of chains from c on.</summary>
    /// <returns>The new spins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Visit<TRule>(Chains chains, int visited, nuint c, TLanes field)
        where TRule : struct, LaneRules<TLanes, TBits, TDouble>.IRule
    {
        var random = RandomLanes<TLanes, TBits, TDouble>.Load(ref chains.Stream, c, chains.Count);
        TBits bits = random.Next();
        random.Store(ref chains.Stream, c, chains.Count);
        ref float spin = ref chains.SpinAt(visited, c);
        TLanes old = TLanes.Load(ref spin, 0);
        TLanes now = LaneRules<TLanes, TBits, TDouble>.Draw<TRule>(field, TLanes.Load(ref chains.Scale, c), bits, old);
        TLanes.Store(now, ref spin, 0);
        Track<TRule>(field, old, now, ref Unsafe.Add(ref chains.Change, c));
        return now;
    }

    /// <summary>Visits four spins in the register of chains from c on, and notes them in the indices of their groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void VisitFour<TRule>(
        Chains chains, ref int visited, SpinGroups groups, int ownGroup, nuint c, TLanes f0, TLanes f1, TLanes f2, TLanes f3)
        where TRule : struct, LaneRules<TLanes, TBits, TDouble>.IRule
    {
        var random = RandomLanes<TLanes, TBits, TDouble>.Load(ref chains.Stream, c, chains.Count);
        TLanes u0 = LaneRules<TLanes, TBits, TDouble>.Uniform(random.Next());
        TLanes u1 = LaneRules<TLanes, TBits, TDouble>.Uniform(random.Next());
        TLanes u2 = LaneRules<TLanes, TBits, TDouble>.Uniform(random.Next());
        TLanes u3 = LaneRules<TLanes, TBits, TDouble>.Uniform(random.Next());
        random.Store(ref chains.Stream, c, chains.Count);
        ref float spin0 = ref chains.SpinAt(visited, c);
        ref float spin1 = ref chains.SpinAt(Unsafe.Add(ref visited, 1), c);
        ref float spin2 = ref chains.SpinAt(Unsafe.Add(ref visited, 2), c);
        ref float spin3 = ref chains.SpinAt(Unsafe.Add(ref visited, 3), c);
        TLanes old0 = TLanes.Load(ref spin0, 0);
        TLanes old1 = TLanes.Load(ref spin1, 0);
        TLanes old2 = TLanes.Load(ref spin2, 0);
        TLanes old3 = TLanes.Load(ref spin3, 0);
        TLanes scale = TLanes.Load(ref chains.Scale, c);
        TLanes p0 = TRule.Exponent(f0, scale, old0);
        TLanes p1 = TRule.Exponent(f1, scale, old1);
        TLanes p2 = TRule.Exponent(f2, scale, old2);
        TLanes p3 = TRule.Exponent(f3, scale, old3);
        LaneRules<TLanes, TBits, TDouble>.PowersOfTwo(ref p0, ref p1, ref p2, ref p3);
        TLanes now0 = TRule.Decide(p0, u0, old0);
        TLanes now1 = TRule.Decide(p1, u1, old1);
        TLanes now2 = TRule.Decide(p2, u2, old2);
        TLanes now3 = TRule.Decide(p3, u3, old3);
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
    private static void Track<TRule>(TLanes field, TLanes old, TLanes now, ref float change)
        where TRule : struct, LaneRules<TLanes, TBits, TDouble>.IRule
    {
        if (TRule.TracksEnergy)
        {
            TLanes.Store(TLanes.MultiplyAdd(now - old, field, TLanes.Load(ref change, 0)), ref change, 0);
        }
    }
}
