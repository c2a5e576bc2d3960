using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// Elementary functions of many floats, bitwise the same on every width. The result may overwrite the argument. NaN gives NaN.
/// </summary>
internal static class VectorMath
{
    /// <summary>exp(x), within 1 unit in the last place; infinity above 88.72, subnormal and then 0 below -87.33.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> result) => Run<ExpFunction>(x, result);

    /// <summary>log(x), within 1 unit in the last place; -infinity at 0, NaN below it.</summary>
    public static void Log(ReadOnlySpan<float> x, Span<float> result) => Run<LogFunction>(x, result);

    /// <summary>1 / (1 + exp(-x)), within 3 units in the last place where that is a normal number.</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> result) => Run<Sigmoid>(x, result);

    /// <summary>tanh(x), within 2 units in the last place.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> result) => Run<Tanh>(x, result);

    /// <summary>x - y.</summary>
    public static unsafe void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result)
    {
        CheckLength(x.Length, result.Length);
        CheckLength(y.Length, result.Length);
        fixed (float* xPointer = x, yPointer = y, resultPointer = result)
        {
            Elements.Run(
                new Differences(xPointer, yPointer, resultPointer), x.Length, elementsPerPart: Math.Max(1, x.Length), threads: 1);
        }
    }

    private static unsafe void Run<TFunction>(ReadOnlySpan<float> x, Span<float> result)
        where TFunction : unmanaged, ILaneFunction
    {
        CheckLength(x.Length, result.Length);
        fixed (float* xPointer = x, resultPointer = result)
        {
            Elements.Run(new LaneMap<TFunction>(xPointer, resultPointer), x.Length, elementsPerPart: Math.Max(1, x.Length), threads: 1);
        }
    }

    private static void CheckLength(int given, int result)
    {
        if (given != result)
        {
            throw new ArgumentException($"Result: expected {given} values, as many as given, got {result}.", nameof(result));
        }
    }

    internal readonly struct ExpFunction : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Of<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Exp(x);
    }

    internal readonly struct LogFunction : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Of<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Log(x);
    }
}

/// <summary>result[i] = x[i] - y[i].</summary>
internal readonly unsafe struct Differences(float* x, float* y, float* result) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Load(x + i) - TLanes.Load(y + i)).Store(result + i);
}

/// <summary>result[i] = result[i] + x[i].</summary>
internal readonly unsafe struct Sums(float* x, float* result) : IElementKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => (TLanes.Load(result + i) + TLanes.Load(x + i)).Store(result + i);
}
