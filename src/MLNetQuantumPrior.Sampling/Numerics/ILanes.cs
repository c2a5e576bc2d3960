using System.Diagnostics.CodeAnalysis;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// A register of floats. Kernels are written once over this interface; the compiler specialises them for each width. Every operation is
/// exactly defined per lane, so an element's value is bitwise the same whichever width computed it.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Number of lanes, a constant to the compiler.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf Broadcast(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left * right + addend, rounded once. An x64 processor without FMA (before 2013) has to do this in slow software.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>left > right ? then : otherwise. A NaN on either side counts as not greater.</summary>
    static abstract TSelf IfGreater(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary>2^exponent for whole exponents within [-126, 127].</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>The exponent e for which value / 2^e lies within [sqrt(1/2), sqrt(2)), for normal positive values.</summary>
    static abstract TSelf Exponent(TSelf value);

    void Store(float* destination);

    /// <summary>
    /// Stores past the caches, where the processor can: for what is not read before it has left them anyway. It saves reading the memory
    /// first. The destination lies at a multiple of the register's size.
    /// </summary>
    void StoreStreaming(float* destination);
}

/// <summary>
/// The same operations, and those on the register's bits and on doubles, as functions of bare vectors: for loops of hundreds of operations.
/// The compiler stops to inline at 512 local variables, of which every operation of a wrapped vector takes several; where it does,
/// <see cref="LaneKernel{TLanes, TFloat, TBits, TDouble}"/> was measured at half the speed.
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

    /// <summary>The sign of each lane as a bit: 1 where it is negative.</summary>
    static abstract uint SignBits(TFloat value);

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
