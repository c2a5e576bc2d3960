using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// KL(q || N(0, 1)) = sum (exp(v) + m^2 - 1 - v) / 2 of each row [m | v] of means and log variances, and the backward pass of the code:
/// with z = m + exp(v / 2) e and g the gradient by z, the gradient is g + w m by m and (g (z - m) + w (exp(v) - 1)) / 2 by v, w the weight
/// of the KL term.
/// <c>code, codeGradient: [rows, 2 n]; latents, latentGradient: [rows, n]; kl: [rows]</c>
/// </summary>
internal readonly unsafe struct NormalKl(
    int size, float weight, float* code, float* latents, float* latentGradient, float* codeGradient, float* kl) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* lanes = stackalloc float[TLanes.Count];
        for (int row = begin; row < end; row++)
        {
            nint at = (nint)row * size;
            TLanes sum = TLanes.Broadcast(0);
            int i = 0;
            for (; i <= size - TLanes.Count; i += TLanes.Count)
            {
                sum += One<TLanes>(at, i);
            }

            sum.Store(lanes);
            float total = 0;
            for (int k = 0; k < TLanes.Count; k++)
            {
                total += lanes[k];
            }

            for (; i < size; i++)
            {
                One<Lane>(at, i).Store(lanes);
                total += *lanes;
            }

            kl[row] = total;
        }
    }

    /// <summary>The KL divergence of latents from <paramref name="i"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes One<TLanes>(nint at, int i)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.Broadcast(0.5f), w = TLanes.Broadcast(weight);
        TLanes m = TLanes.Load(code + (2 * at) + i), v = TLanes.Load(code + (2 * at) + size + i);
        TLanes z = TLanes.Load(latents + at + i), g = TLanes.Load(latentGradient + at + i);
        TLanes excess = LaneMath.Exp(v) - TLanes.Broadcast(1);
        TLanes.MultiplyAdd(w, m, g).Store(codeGradient + (2 * at) + i);
        (half * TLanes.MultiplyAdd(g, z - m, w * excess)).Store(codeGradient + (2 * at) + size + i);
        return half * TLanes.MultiplyAdd(m, m, excess - v);
    }
}
