namespace MLNetQuantumPrior.Learning.Kernels;

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
}
