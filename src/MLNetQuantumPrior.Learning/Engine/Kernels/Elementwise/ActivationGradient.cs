using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A function y = f(x) and its derivative.</summary>
internal unsafe interface IActivation : ILaneFunction
{
    /// <summary>The gradient by x, from the gradient by y and, as far as needed, from x and y.</summary>
    static abstract TLanes Gradient<TLanes>(float* x, float* y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>;
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
