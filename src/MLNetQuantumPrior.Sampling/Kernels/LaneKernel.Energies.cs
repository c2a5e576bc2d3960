using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Energies in double precision, E = sum_i s_i (h_i + sum_(j > i) J_ij s_j), row by row. A register of doubles holds half as many chains as
/// one of singles.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private static nuint Half => (nuint)TLanes.Count / 2;

    public override void Energies(IsingModel model, ReadOnlySpan<float> spins, Span<double> energies)
    {
        nuint chains = (nuint)energies.Length;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref double energy = ref MemoryMarshal.GetReference(energies);
        energies.Clear();
        if (model.Graph.UpperRows.AreMostlyFours)
        {
            AddFours(model, spins, energies);
            return;
        }

        for (nuint first = 0; first < chains; first += 4 * Width)
        {
            AddRows(model, chains, ref Unsafe.Add(ref spin, first), ref Unsafe.Add(ref energy, first));
        }
    }

    /// <summary>The energies of four registers of chains, or of the only one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRows(IsingModel model, nuint chains, ref float spin, ref double energy)
    {
        UpperRows rows = model.Graph.UpperRows;
        ReadOnlySpan<float> fields = model.Fields.AsSpan();
        ReadOnlySpan<float> couplings = model.Couplings.AsSpan();
        ReadOnlySpan<SpinEdge> edges = model.Graph.Edges.AsSpan();
        for (int i = 0; i < fields.Length; i++)
        {
            ReadOnlySpan<SpinEdge> row = edges[rows.Start[i]..rows.Start[i + 1]];
            ReadOnlySpan<float> weights = couplings[rows.Start[i]..rows.Start[i + 1]];
            if (chains == Width)
            {
                AddRowOfOne(fields[i], weights, row, i, ref spin, ref energy);
            }
            else
            {
                AddRowOfFour(fields[i], weights, row, i, chains, ref spin, ref energy);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRowOfOne(
        float field, ReadOnlySpan<float> weights, ReadOnlySpan<SpinEdge> row, int i, ref float spin, ref double energy)
    {
        nuint chains = 2 * Half;
        TDouble r0 = TLanes.Broadcast((double)field);
        TDouble r1 = r0;
        for (int k = 0; k < weights.Length; k++)
        {
            TDouble w = TLanes.Broadcast((double)weights[k]);
            ref float other = ref Unsafe.Add(ref spin, (nuint)(uint)row[k].J * chains);
            r0 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 0), r0);
            r1 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, Half), r1);
        }

        ref float own = ref Unsafe.Add(ref spin, (nuint)(uint)i * chains);
        Add(r0, ref own, ref energy, 0);
        Add(r1, ref own, ref energy, Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRowOfFour(
        float field, ReadOnlySpan<float> weights, ReadOnlySpan<SpinEdge> row, int i, nuint chains, ref float spin, ref double energy)
    {
        TDouble r0 = TLanes.Broadcast((double)field);
        (TDouble r1, TDouble r2, TDouble r3, TDouble r4, TDouble r5, TDouble r6, TDouble r7) = (r0, r0, r0, r0, r0, r0, r0);
        for (int k = 0; k < weights.Length; k++)
        {
            TDouble w = TLanes.Broadcast((double)weights[k]);
            ref float other = ref Unsafe.Add(ref spin, (nuint)(uint)row[k].J * chains);
            r0 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 0), r0);
            r1 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, Half), r1);
            r2 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 2 * Half), r2);
            r3 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 3 * Half), r3);
            r4 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 4 * Half), r4);
            r5 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 5 * Half), r5);
            r6 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 6 * Half), r6);
            r7 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 7 * Half), r7);
        }

        ref float own = ref Unsafe.Add(ref spin, (nuint)(uint)i * chains);
        Add(r0, ref own, ref energy, 0);
        Add(r1, ref own, ref energy, Half);
        Add(r2, ref own, ref energy, 2 * Half);
        Add(r3, ref own, ref energy, 3 * Half);
        Add(r4, ref own, ref energy, 4 * Half);
        Add(r5, ref own, ref energy, 5 * Half);
        Add(r6, ref own, ref energy, 6 * Half);
        Add(r7, ref own, ref energy, 7 * Half);
    }

    /// <summary>energy += s_i * row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TDouble row, ref float own, ref double energy, nuint first) => TLanes.Store(
        TLanes.MultiplyAdd(TLanes.LoadWidened(ref own, first), row, TLanes.Load(ref energy, first)), ref energy, first);
}
