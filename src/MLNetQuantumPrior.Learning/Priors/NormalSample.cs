using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// z = m + exp(v / 2) e for each row [m | v] of means and log variances, e from N(0, 1): a draw of q that can be differentiated (Kingma,
/// Welling 2014).
/// <c>code: [rows, 2 n]; noise, latents: [rows, n]</c>
/// </summary>
internal readonly unsafe struct NormalSample(int latents, float* code, float* noise, float* drawn) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int row = begin; row < end; row++)
        {
            float* m = code + (2 * (nint)row * latents);
            float* e = noise + ((nint)row * latents);
            float* z = drawn + ((nint)row * latents);
            int i = 0;
            for (; i <= latents - TLanes.Count; i += TLanes.Count)
            {
                One<TLanes>(m + i, m + latents + i, e + i).Store(z + i);
            }

            for (; i < latents; i++)
            {
                One<Lane>(m + i, m + latents + i, e + i).Store(z + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes One<TLanes>(float* m, float* v, float* e)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.MultiplyAdd(LaneMath.Exp(TLanes.Load(v) * TLanes.Broadcast(0.5f)), TLanes.Load(e), TLanes.Load(m));
}
