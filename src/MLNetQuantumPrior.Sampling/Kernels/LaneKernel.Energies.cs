using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Energies in double precision, E = sum_i s_i (h_i + sum_(j > i) J_ij s_j), row by row. A register of doubles holds half as many chains as
/// one of singles. Two rows that read the same spins are summed side by side, which shares the conversions; the order of every sum stays.
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
            else if (!rows.SharesTail[i])
            {
                AddRowOfFour(fields[i], weights, row, i, chains, ref spin, ref energy);
            }
            else
            {
                ReadOnlySpan<float> next = couplings[rows.Start[i + 1]..rows.Start[i + 2]];
                for (nuint first = 0; first < 4 * Width; first += 2 * Width)
                {
                    AddHalfOfTwoRows(fields[i], fields[i + 1], weights, next, row, i, first, chains, ref spin, ref energy);
                }

                i++;
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

    /// <summary>Rows i and i + 1 in half of the chains of four registers, those from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddHalfOfTwoRows(
        float field, float nextField, ReadOnlySpan<float> weights, ReadOnlySpan<float> nextWeights, ReadOnlySpan<SpinEdge> row, int i,
        nuint first, nuint chains, ref float spin, ref double energy)
    {
        ref float start = ref Unsafe.Add(ref spin, first);
        ref double energies = ref Unsafe.Add(ref energy, first);
        TDouble r0 = TLanes.Broadcast((double)field);
        (TDouble r1, TDouble r2, TDouble r3) = (r0, r0, r0);
        int own = weights.Length - nextWeights.Length;
        for (int k = 0; k < own; k++)
        {
            TDouble w = TLanes.Broadcast((double)weights[k]);
            ref float other = ref Unsafe.Add(ref start, (nuint)(uint)row[k].J * chains);
            r0 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 0), r0);
            r1 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, Half), r1);
            r2 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 2 * Half), r2);
            r3 = TLanes.MultiplyAdd(w, TLanes.LoadWidened(ref other, 3 * Half), r3);
        }

        TDouble q0 = TLanes.Broadcast((double)nextField);
        (TDouble q1, TDouble q2, TDouble q3) = (q0, q0, q0);
        for (int k = 0; k < nextWeights.Length; k++)
        {
            TDouble w = TLanes.Broadcast((double)weights[own + k]);
            TDouble v = TLanes.Broadcast((double)nextWeights[k]);
            ref float other = ref Unsafe.Add(ref start, (nuint)(uint)row[own + k].J * chains);
            TDouble s = TLanes.LoadWidened(ref other, 0);
            r0 = TLanes.MultiplyAdd(w, s, r0);
            q0 = TLanes.MultiplyAdd(v, s, q0);
            s = TLanes.LoadWidened(ref other, Half);
            r1 = TLanes.MultiplyAdd(w, s, r1);
            q1 = TLanes.MultiplyAdd(v, s, q1);
            s = TLanes.LoadWidened(ref other, 2 * Half);
            r2 = TLanes.MultiplyAdd(w, s, r2);
            q2 = TLanes.MultiplyAdd(v, s, q2);
            s = TLanes.LoadWidened(ref other, 3 * Half);
            r3 = TLanes.MultiplyAdd(w, s, r3);
            q3 = TLanes.MultiplyAdd(v, s, q3);
        }

        ref float spins = ref Unsafe.Add(ref start, (nuint)(uint)i * chains);
        Add(r0, ref spins, ref energies, 0);
        Add(r1, ref spins, ref energies, Half);
        Add(r2, ref spins, ref energies, 2 * Half);
        Add(r3, ref spins, ref energies, 3 * Half);
        ref float nextSpins = ref Unsafe.Add(ref spins, chains);
        Add(q0, ref nextSpins, ref energies, 0);
        Add(q1, ref nextSpins, ref energies, Half);
        Add(q2, ref nextSpins, ref energies, 2 * Half);
        Add(q3, ref nextSpins, ref energies, 3 * Half);
    }

    /// <summary>energy += s_i * row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TDouble row, ref float own, ref double energy, nuint first) => TLanes.Store(
        TLanes.MultiplyAdd(TLanes.LoadWidened(ref own, first), row, TLanes.Load(ref energy, first)), ref energy, first);
}
