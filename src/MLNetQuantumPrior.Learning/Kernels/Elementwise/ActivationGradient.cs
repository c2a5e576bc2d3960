using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>A function y = f(x) whose derivative y tells.</summary>
internal interface IActivation : ILaneFunction
{
    /// <summary>The gradient by x, from y and the gradient by y.</summary>
    static abstract TLanes Gradient<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>inputGradient[i] = f'(x[i]) outputGradient[i].</summary>
internal readonly unsafe struct ActivationGradient<TActivation>(float* output, float* outputGradient, float* inputGradient) : ILaneKernel
    where TActivation : unmanaged, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = begin;
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            TActivation.Gradient(TLanes.Load(output + i), TLanes.Load(outputGradient + i)).Store(inputGradient + i);
        }

        for (; i < end; i++)
        {
            TActivation.Gradient(Lane.Load(output + i), Lane.Load(outputGradient + i)).Store(inputGradient + i);
        }
    }
}
