using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>Energies in double precision.</content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    public override void Energies(IsingModel model, ReadOnlySpan<float> spins, Span<double> energies)
    {
        ReadOnlySpan<float> fields = model.Fields.AsSpan();
        ReadOnlySpan<float> couplings = model.Couplings.AsSpan();
        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref double energy = ref MemoryMarshal.GetReference(energies);
        nuint chains = (nuint)energies.Length;
        energies.Clear();
        int k = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            int end = k;
            while (end < edges.Length && edges[end].I == i)
            {
                end++;
            }

            ref float own = ref Unsafe.Add(ref spin, (nuint)i * chains);
            if (chains == 4 * Width)
            {
                EnergyRowOfFour(fields[i], couplings[k..end], edges[k..end], ref spin, ref own, ref energy);
            }
            else
            {
                EnergyRowOfOne(fields[i], couplings[k..end], edges[k..end], ref spin, ref own, ref energy);
            }

            k = end;
        }
    }

    private static void EnergyRowOfFour(
        float field, ReadOnlySpan<float> couplings, ReadOnlySpan<SpinEdge> edges, ref float spin, ref float own, ref double energy)
    {
        nuint chains = 4 * Width;
        TDouble r0 = TLanes.Broadcast((double)field);
        (TDouble r1, TDouble r2, TDouble r3, TDouble r4, TDouble r5, TDouble r6, TDouble r7) = (r0, r0, r0, r0, r0, r0, r0);
        for (int k = 0; k < couplings.Length; k++)
        {
            TDouble w = TLanes.Broadcast((double)couplings[k]);
            ref float other = ref Unsafe.Add(ref spin, (nuint)(uint)edges[k].J * chains);
            TFloat s = TLanes.Load(ref other, 0);
            r0 = TLanes.MultiplyAdd(w, TLanes.WidenLower(s), r0);
            r1 = TLanes.MultiplyAdd(w, TLanes.WidenUpper(s), r1);
            s = TLanes.Load(ref other, Width);
            r2 = TLanes.MultiplyAdd(w, TLanes.WidenLower(s), r2);
            r3 = TLanes.MultiplyAdd(w, TLanes.WidenUpper(s), r3);
            s = TLanes.Load(ref other, 2 * Width);
            r4 = TLanes.MultiplyAdd(w, TLanes.WidenLower(s), r4);
            r5 = TLanes.MultiplyAdd(w, TLanes.WidenUpper(s), r5);
            s = TLanes.Load(ref other, 3 * Width);
            r6 = TLanes.MultiplyAdd(w, TLanes.WidenLower(s), r6);
            r7 = TLanes.MultiplyAdd(w, TLanes.WidenUpper(s), r7);
        }

        AddEnergies(r0, r1, ref own, ref energy, 0);
        AddEnergies(r2, r3, ref own, ref energy, Width);
        AddEnergies(r4, r5, ref own, ref energy, 2 * Width);
        AddEnergies(r6, r7, ref own, ref energy, 3 * Width);
    }

    private static void EnergyRowOfOne(
        float field, ReadOnlySpan<float> couplings, ReadOnlySpan<SpinEdge> edges, ref float spin, ref float own, ref double energy)
    {
        TDouble lower = TLanes.Broadcast((double)field);
        TDouble upper = lower;
        for (int k = 0; k < couplings.Length; k++)
        {
            TDouble w = TLanes.Broadcast((double)couplings[k]);
            TFloat s = TLanes.Load(ref spin, (nuint)(uint)edges[k].J * Width);
            lower = TLanes.MultiplyAdd(w, TLanes.WidenLower(s), lower);
            upper = TLanes.MultiplyAdd(w, TLanes.WidenUpper(s), upper);
        }

        AddEnergies(lower, upper, ref own, ref energy, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddEnergies(TDouble lower, TDouble upper, ref float own, ref double energy, nuint first)
    {
        TFloat s = TLanes.Load(ref own, first);
        nuint middle = first + (Width / 2);
        TLanes.Store(TLanes.MultiplyAdd(TLanes.WidenLower(s), lower, TLanes.Load(ref energy, first)), ref energy, first);
        TLanes.Store(TLanes.MultiplyAdd(TLanes.WidenUpper(s), upper, TLanes.Load(ref energy, middle)), ref energy, middle);
    }
}
