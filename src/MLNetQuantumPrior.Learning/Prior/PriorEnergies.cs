using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Given J m in <paramref name="fields"/>: E = m . (h + J m / 2) of each row of means m, and h + J m, its derivative by the means, in their place.
/// </summary>
internal readonly unsafe struct PriorEnergies(int spins, float* h, float* means, float* fields, float* energies) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float* lanes = stackalloc float[TLanes.Count];
        for (int row = begin; row < end; row++)
        {
            float* m = means + ((nint)row * spins), field = fields + ((nint)row * spins);
            TLanes sum = TLanes.Broadcast(0);
            int i = 0;
            for (; i <= spins - TLanes.Count; i += TLanes.Count)
            {
                sum += One<TLanes>(h + i, m + i, field + i);
            }

            sum.Store(lanes);
            float energy = 0;
            for (int k = 0; k < TLanes.Count; k++)
            {
                energy += lanes[k];
            }

            for (; i < spins; i++)
            {
                One<Lane>(h + i, m + i, field + i).Store(lanes);
                energy += *lanes;
            }

            energies[row] = energy;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes One<TLanes>(float* h, float* mean, float* field)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes bias = TLanes.Load(h), coupled = TLanes.Load(field);
        (bias + coupled).Store(field);
        return TLanes.Load(mean) * TLanes.MultiplyAdd(coupled, TLanes.Broadcast(0.5f), bias);
    }
}
