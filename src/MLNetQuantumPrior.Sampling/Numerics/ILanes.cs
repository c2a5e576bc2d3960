using System.Diagnostics.CodeAnalysis;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// One SIMD register's worth of chains: the arithmetic that <see cref="LaneKernel{TLanes, TFloat, TBits, TDouble}"/> is compiled against,
/// once a width. Every operation acts on each lane as the scalar operation of the same name does, so that all widths give the same bits.
/// </summary>
/// <typeparam name="TFloat">A register of singles.</typeparam>
/// <typeparam name="TBits">The same register as unsigned integers.</typeparam>
/// <typeparam name="TDouble">A register of doubles, half as many.</typeparam>
internal interface ILanes<TFloat, TBits, TDouble>
{
    static abstract int Count { get; }

    static abstract TFloat Load(ref float source, nuint index);

    static abstract TBits Load(ref uint source, nuint index);

    static abstract TDouble Load(ref double source, nuint index);

    static abstract void Store(TFloat value, ref float target, nuint index);

    static abstract void Store(TBits value, ref uint target, nuint index);

    static abstract void Store(TDouble value, ref double target, nuint index);

    static abstract TFloat Broadcast(float value);

    static abstract TBits Broadcast(uint value);

    static abstract TDouble Broadcast(double value);

    static abstract TFloat Add(TFloat a, TFloat b);

    static abstract TFloat Subtract(TFloat a, TFloat b);

    static abstract TFloat Multiply(TFloat a, TFloat b);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TFloat MultiplyAdd(TFloat a, TFloat b, TFloat c);

    static abstract TDouble MultiplyAdd(TDouble a, TDouble b, TDouble c);

    static abstract TFloat Clamp(TFloat value, TFloat low, TFloat high);

    /// <summary>+1 where a is below b, else -1.</summary>
    static abstract TFloat PlusWhereLess(TFloat a, TFloat b);

    static abstract TBits Add(TBits a, TBits b);

    static abstract TBits Xor(TBits a, TBits b);

    static abstract TBits Or(TBits a, TBits b);

    static abstract TBits And(TBits a, TBits b);

    static abstract TBits ShiftLeft(TBits value, int count);

    static abstract TBits ShiftRight(TBits value, int count);

    /// <summary>(value &lt;&lt; count) | (value &gt;&gt; (32 - count)).</summary>
    static abstract TBits RotateLeft(TBits value, [ConstantExpected] byte count);

    /// <summary>Bits of a where the mask has ones, else of b.</summary>
    static abstract TBits Select(TBits mask, TBits a, TBits b);

    /// <summary>All ones where the sign is negative, else zero.</summary>
    static abstract TBits WhereNegative(TFloat value);

    static abstract TBits AsBits(TFloat value);

    static abstract TFloat AsFloat(TBits value);

    /// <summary>Whether <see cref="Lookup"/> is faster than three multiply-adds and as many loads.</summary>
    static abstract bool HasLookup { get; }

    /// <summary>Whether there are 32 registers, rather than 16.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>Entry index of a table of 16, indices below 16.</summary>
    static abstract TFloat Lookup(ref float table, TBits index);

    /// <summary>Count / 2 singles as doubles.</summary>
    static abstract TDouble LoadWidened(ref float source, nuint index);
}
