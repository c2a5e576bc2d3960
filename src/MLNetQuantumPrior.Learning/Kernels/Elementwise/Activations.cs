using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>max(0, x).</summary>
internal readonly struct Relu : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Max(TLanes.Broadcast(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0);
        return TLanes.IfGreater(y, zero, gradient, zero);
    }
}

/// <summary>x for x above 0, else x / 100.</summary>
internal readonly struct LeakyRelu : IActivation
{
    private const float Slope = .01f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Max(TLanes.Broadcast(Slope) * x, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.IfGreater(y, TLanes.Broadcast(0), gradient, TLanes.Broadcast(Slope) * gradient);
}

/// <summary>tanh x.</summary>
internal readonly struct Tanh : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.MultiplyAdd(TLanes.Broadcast(0) - y, y, TLanes.Broadcast(1)) * gradient;
}
