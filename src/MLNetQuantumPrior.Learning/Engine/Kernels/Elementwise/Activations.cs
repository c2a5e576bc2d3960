using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A function of one number.</summary>
internal interface ILaneFunction
{
    static abstract TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>result[i] = f(x[i]).</summary>
internal readonly unsafe struct LaneMap<TFunction>(float* x, float* result) : IElementKernel
    where TFunction : unmanaged, ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> => TFunction.Of(TLanes.Load(x + i)).Store(result + i);
}

/// <summary>A function y = f(x) and its derivative.</summary>
internal unsafe interface IActivation : ILaneFunction
{
    /// <summary>The gradient by x, from the gradient by y and, as far as needed, from x and y.</summary>
    static abstract TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>A function of slope 1 above 0 and another, at most 1, below, so that its derivative follows from y alone.</summary>
internal interface IRectifier : ILaneFunction
{
    /// <summary>The derivative below 0; above, it is 1.</summary>
    static abstract float Slope { get; }

    /// <summary>The gradient by x, from y and the gradient by y.</summary>
    static abstract TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>x.</summary>
internal readonly struct Identity : IRectifier
{
    public static float Slope => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => gradient;
}

/// <summary>inputGradient[i] = f'(x[i]) outputGradient[i].</summary>
internal readonly unsafe struct ActivationGradient<TActivation>(float* input, float* output, float* outputGradient, float* inputGradient)
    : IElementKernel
    where TActivation : unmanaged, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Do<TLanes>(int i)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TActivation.Gradient(input + i, output + i, TLanes.Load(outputGradient + i)).Store(inputGradient + i);
}

/// <summary>max(0, x).</summary>
internal readonly unsafe struct Relu : IActivation, IRectifier
{
    public static float Slope => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Max(TLanes.Broadcast(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => Gradient(TLanes.Load(y), gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0);
        return TLanes.IfGreater(y, zero, gradient, zero);
    }
}

/// <summary>x for x above 0, else x / 100.</summary>
internal readonly unsafe struct LeakyRelu : IActivation, IRectifier
{
    public static float Slope => 0.01f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Max(TLanes.Broadcast(Slope) * x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => Gradient(TLanes.Load(y), gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.IfGreater(y, TLanes.Broadcast(0), gradient, TLanes.Broadcast(Slope) * gradient);
}

/// <summary>tanh x.</summary>
internal readonly unsafe struct Tanh : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes value = TLanes.Load(y);
        return TLanes.MultiplyAdd(TLanes.Broadcast(0) - value, value, TLanes.Broadcast(1)) * gradient;
    }
}

/// <summary>1 / (1 + exp(-x)).</summary>
internal readonly unsafe struct Sigmoid : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes value = TLanes.Load(y);
        return value * (TLanes.Broadcast(1) - value) * gradient;
    }
}

/// <summary>x / (1 + exp(-x)), whose derivative is s (1 + x (1 - s)) with s = 1 / (1 + exp(-x)).</summary>
internal readonly unsafe struct Silu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => x * LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1);
        TLanes value = TLanes.Load(x);
        TLanes s = LaneMath.Sigmoid(value);
        return s * TLanes.MultiplyAdd(value, one - s, one) * gradient;
    }
}
