using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>One lane: what is left over at the end of a row, and the reference of the other widths.</summary>
internal readonly unsafe struct Lane(float value) : ILanes<Lane>
{
    public const int MantissaBits = 23;
    public const int ExponentBias = 127;

    /// <summary>The bits of sqrt(1/2). Subtracting them makes the exponent field step at sqrt(1/2) 2^e instead of at 2^e.</summary>
    public const int BitsOfRootHalf = 0x3F3504F3;

    private readonly float _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Load(float* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Broadcast(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator +(Lane left, Lane right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator -(Lane left, Lane right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator *(Lane left, Lane right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane operator /(Lane left, Lane right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane MultiplyAdd(Lane left, Lane right, Lane addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Sqrt(Lane value) => new(MathF.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane IfGreater(Lane left, Lane right, Lane then, Lane otherwise) => left._value > right._value ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane PowerOfTwo(Lane exponent) =>
        new(BitConverter.Int32BitsToSingle(((int)exponent._value + ExponentBias) << MantissaBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Exponent(Lane value) => new((BitConverter.SingleToInt32Bits(value._value) - BitsOfRootHalf) >> MantissaBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => *destination = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreStreaming(float* destination) => Store(destination);
}
