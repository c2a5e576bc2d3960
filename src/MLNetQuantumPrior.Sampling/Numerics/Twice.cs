using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Two registers as one: for loops that wait for the result of the step before, and for runs of a whole pair of cache lines.
/// </summary>
internal readonly unsafe struct Twice<TLanes>(TLanes low, TLanes high) : ILanes<Twice<TLanes>>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly TLanes _low = low;
    private readonly TLanes _high = high;

    public static int Count => 2 * TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> Load(float* source) => new(TLanes.Load(source), TLanes.Load(source + TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> Broadcast(float value) => new(TLanes.Broadcast(value), TLanes.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> operator +(Twice<TLanes> left, Twice<TLanes> right) =>
        new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> operator -(Twice<TLanes> left, Twice<TLanes> right) =>
        new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> operator *(Twice<TLanes> left, Twice<TLanes> right) =>
        new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> operator /(Twice<TLanes> left, Twice<TLanes> right) =>
        new(left._low / right._low, left._high / right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> MultiplyAdd(Twice<TLanes> left, Twice<TLanes> right, Twice<TLanes> addend) => new(
        TLanes.MultiplyAdd(left._low, right._low, addend._low), TLanes.MultiplyAdd(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> Sqrt(Twice<TLanes> value) => new(TLanes.Sqrt(value._low), TLanes.Sqrt(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> IfGreater(Twice<TLanes> left, Twice<TLanes> right, Twice<TLanes> then, Twice<TLanes> otherwise) => new(
        TLanes.IfGreater(left._low, right._low, then._low, otherwise._low),
        TLanes.IfGreater(left._high, right._high, then._high, otherwise._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> PowerOfTwo(Twice<TLanes> exponent) =>
        new(TLanes.PowerOfTwo(exponent._low), TLanes.PowerOfTwo(exponent._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<TLanes> Exponent(Twice<TLanes> value) => new(TLanes.Exponent(value._low), TLanes.Exponent(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination)
    {
        _low.Store(destination);
        _high.Store(destination + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreStreaming(float* destination)
    {
        _low.StoreStreaming(destination);
        _high.StoreStreaming(destination + TLanes.Count);
    }
}
