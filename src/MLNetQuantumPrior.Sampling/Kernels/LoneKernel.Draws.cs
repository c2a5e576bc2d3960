using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Rules128 = MLNetQuantumPrior.Sampling.LaneRules<
    MLNetQuantumPrior.Sampling.Lanes128,
    System.Runtime.Intrinsics.Vector128<float>,
    System.Runtime.Intrinsics.Vector128<uint>,
    System.Runtime.Intrinsics.Vector128<double>>;
using Rules256 = MLNetQuantumPrior.Sampling.LaneRules<
    MLNetQuantumPrior.Sampling.Lanes256,
    System.Runtime.Intrinsics.Vector256<float>,
    System.Runtime.Intrinsics.Vector256<uint>,
    System.Runtime.Intrinsics.Vector256<double>>;

namespace MLNetQuantumPrior.Sampling;

/// <content>Draws of the four spins of a bundle.</content>
internal sealed partial class LoneKernel
{
    // Spin k in lane i of all states of the spins before the last one: -1 where bit k of i is set.
    private static Vector256<float> FirstOfEight => Vector256.Create(1f, -1, 1, -1, 1, -1, 1, -1);

    private static Vector256<float> SecondOfEight => Vector256.Create(1f, 1, -1, -1, 1, 1, -1, -1);

    private static Vector256<float> ThirdOfEight => Vector256.Create(1f, 1, 1, 1, -1, -1, -1, -1);

    private interface IRule
    {
        static abstract Vector128<float> Draw(Vector128<float> field, Vector128<float> scale, Vector128<uint> bits, Vector128<float> old);

        static abstract Vector256<float> Draw(Vector256<float> field, Vector256<float> scale, Vector256<uint> bits, Vector256<float> old);
    }

    /// <summary>
    /// The new values of four spins that are coupled with one another. A spin waits for the ones before it, so each is drawn for every
    /// outcome of theirs, all in about the time of one draw, and then the outcomes are picked one after the other.
    /// </summary>
    /// <param name="fields">The local fields without their own group.</param>
    /// <param name="own">The couplings within the group: [spin, slot].</param>
    /// <param name="old">The present values.</param>
    /// <param name="scale">The temperature.</param>
    /// <param name="bits">A random number for each spin.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> CoupledDraws<TRule>(
        Vector128<float> fields, ReadOnlySpan<float> own, Vector128<float> old, Vector128<float> scale, Vector128<uint> bits)
        where TRule : struct, IRule
    {
        Vector128<float> first = FirstOfEight.GetLower();
        Vector128<float> second = SecondOfEight.GetLower();
        (Vector128<float> old1, Vector128<float> old2, Vector128<float> old3) =
            (Vector128.Create(old[1]), Vector128.Create(old[2]), Vector128.Create(old[3]));
        Vector128<float> f0 = Vector128.Create(fields[0]) + ((own[1] * old1) + ((own[2] * old2) + (own[3] * old3)));
        Vector128<float> f1 = Vector128.Create(fields[1]) + ((own[4] * first) + ((own[6] * old2) + (own[7] * old3)));
        Vector128<float> f2 = Vector128.Create(fields[2]) + (((own[8] * first) + (own[9] * second)) + (own[11] * old3));
        Vector256<float> f3 = Vector256.Create(fields[3]) +
            (((own[12] * FirstOfEight) + (own[13] * SecondOfEight)) + (own[14] * ThirdOfEight));
        uint minus0 = TRule.Draw(f0, scale, Vector128.Create(bits[0]), Vector128.Create(old[0])).ExtractMostSignificantBits();
        uint minus1 = TRule.Draw(f1, scale, Vector128.Create(bits[1]), old1).ExtractMostSignificantBits();
        uint minus2 = TRule.Draw(f2, scale, Vector128.Create(bits[2]), old2).ExtractMostSignificantBits();
        uint minus3 = TRule.Draw(f3, Vector256.Create(scale, scale), Vector256.Create(bits[3]), Vector256.Create(old[3]))
            .ExtractMostSignificantBits();
        uint state = minus0 & 1;
        state |= ((minus1 >> (int)state) & 1) << 1;
        state |= ((minus2 >> (int)state) & 1) << 2;
        state |= ((minus3 >> (int)state) & 1) << 3;
        Vector128<uint> bit = Vector128.Create(1u, 2, 4, 8);
        return Vector128.ConditionalSelect(
            Vector128.Equals(Vector128.Create(state) & bit, bit).AsSingle(), Vector128.Create(-1f), Vector128<float>.One);
    }

    /// <summary>
    /// The local fields at which coupled spins were drawn: with the new values of those before and the old ones of those after.
    /// </summary>
    private static Vector128<float> WithOwnGroup(
        Vector128<float> fields, ReadOnlySpan<float> own, Vector128<float> old, Vector128<float> now)
    {
        Vector128<float> s = old;
        for (int k = 0; k < SweepPlan.BundleSize; k++)
        {
            ReadOnlySpan<float> w = own.Slice(SweepPlan.BundleSize * k, SweepPlan.BundleSize);
            fields = fields.WithElement(k, fields[k] + (((w[0] * s[0]) + (w[1] * s[1])) + ((w[2] * s[2]) + (w[3] * s[3]))));
            s = s.WithElement(k, now[k]);
        }

        return fields;
    }

    private readonly struct Gibbs : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Draw(Vector128<float> field, Vector128<float> scale, Vector128<uint> bits, Vector128<float> old) =>
            Rules128.Draw<Rules128.GibbsRule>(field, scale, bits, old);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Draw(Vector256<float> field, Vector256<float> scale, Vector256<uint> bits, Vector256<float> old) =>
            Rules256.Draw<Rules256.GibbsRule>(field, scale, bits, old);
    }

    private readonly struct Metropolis : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Draw(Vector128<float> field, Vector128<float> scale, Vector128<uint> bits, Vector128<float> old) =>
            Rules128.Draw<Rules128.MetropolisRule>(field, scale, bits, old);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Draw(Vector256<float> field, Vector256<float> scale, Vector256<uint> bits, Vector256<float> old) =>
            Rules256.Draw<Rules256.MetropolisRule>(field, scale, bits, old);
    }
}
