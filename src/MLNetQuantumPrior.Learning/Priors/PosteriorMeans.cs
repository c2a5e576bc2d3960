using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Means and entropies of rows of independent spins with logits l, P(s = +1) = 1 / (1 + exp(-l)): m = tanh(l / 2),
/// and H(q) in nats, summed over the row.
/// </summary>
/// <remarks>
/// With e = exp(-|l|), the less likely sign has probability p = e / (1 + e): |m| = 1 - 2 p, and the entropy of a spin is
/// log(1 + e) + |l| p. Nothing overflows.
/// </remarks>
internal readonly unsafe struct PosteriorMeans(int spins, float* logits, float* means, float* entropies) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* lanes = stackalloc float[TLanes.Count];
        for (int row = begin; row < end; row++)
        {
            float* l = logits + ((nint)row * spins);
            float* m = means + ((nint)row * spins);
            TLanes sum = TLanes.Broadcast(0);
            int i = 0;
            for (; i <= spins - TLanes.Count; i += TLanes.Count)
            {
                sum += One<TLanes>(l + i, m + i);
            }

            sum.Store(lanes);
            float entropy = 0;
            for (int k = 0; k < TLanes.Count; k++)
            {
                entropy += lanes[k];
            }

            for (; i < spins; i++)
            {
                One<Lane>(l + i, m + i).Store(lanes);
                entropy += *lanes;
            }

            entropies[row] = entropy;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes One<TLanes>(float* logit, float* mean)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0), one = TLanes.Broadcast(1);
        TLanes l = TLanes.Load(logit);
        TLanes size = LaneMath.Max(zero - l, l);
        TLanes e = LaneMath.Exp(zero - size);
        TLanes p = e / (one + e);
        TLanes m = one - (p + p);
        TLanes.IfGreater(l, zero, m, zero - m).Store(mean);
        return TLanes.MultiplyAdd(size, p, LaneMath.Log(one + e));
    }
}
