using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>How a visit changes the spins of a register's chains, chosen when a sweep is compiled.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private interface IRule
    {
        /// <summary>Whether changes of energy are added up.</summary>
        static abstract bool TracksEnergy { get; }

        /// <summary>The power of 2 that decides.</summary>
        static abstract TFloat Exponent(TFloat field, TFloat scale, TFloat old);

        /// <summary>The new spins, given that power and uniform random numbers.</summary>
        static abstract TFloat Decide(TFloat power, TFloat uniform, TFloat old);
    }

    /// <summary><see cref="GibbsDraw.Spin"/>.</summary>
    private readonly struct GibbsRule : IRule
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
    private readonly struct MetropolisRule : IRule
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
    private readonly struct Tracked<TRule> : IRule
        where TRule : struct, IRule
    {
        public static bool TracksEnergy => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Exponent(TFloat field, TFloat scale, TFloat old) => TRule.Exponent(field, scale, old);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Decide(TFloat power, TFloat uniform, TFloat old) => TRule.Decide(power, uniform, old);
    }
}
