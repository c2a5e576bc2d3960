using System.Runtime.CompilerServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Given couplings times means in <paramref name="fields"/>: E = m . (h + fields / ends) of each row of
/// means m, and h + fields in their place.
/// </summary>
/// <param name="spins">Spins of a row.</param>
/// <param name="h">One per spin.</param>
/// <param name="means">[rows, spins]</param>
/// <param name="fields">[rows, spins]</param>
/// <param name="energies">[rows]</param>
/// <param name="ends">
/// In how many fields each coupling is: in those of both ends (2), where h + fields is the derivative of E by m, or of one (1).
/// </param>
internal readonly unsafe struct PriorEnergies(int spins, float* h, float* means, float* fields, float* energies, int ends) : ILaneKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        float share = 1f / ends;
        float* lanes = stackalloc float[TLanes.Count];
        for (int row = begin; row < end; row++)
        {
            float* m = means + ((nint)row * spins), field = fields + ((nint)row * spins);
            TLanes sum = TLanes.Broadcast(0);
            int i = 0;
            for (; i <= spins - TLanes.Count; i += TLanes.Count)
            {
                sum += One<TLanes>(h + i, m + i, field + i, share);
            }

            sum.Store(lanes);
            float energy = 0;
            for (int k = 0; k < TLanes.Count; k++)
            {
                energy += lanes[k];
            }

            for (; i < spins; i++)
            {
                One<Lane>(h + i, m + i, field + i, share).Store(lanes);
                energy += *lanes;
            }

            energies[row] = energy;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes One<TLanes>(float* h, float* mean, float* field, float share)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes bias = TLanes.Load(h), coupled = TLanes.Load(field);
        (bias + coupled).Store(field);
        return TLanes.Load(mean) * TLanes.MultiplyAdd(coupled, TLanes.Broadcast(share), bias);
    }
}
