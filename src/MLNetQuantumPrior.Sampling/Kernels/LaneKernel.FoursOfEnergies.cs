using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Energies where neighbouring rows read the same spins: four rows are summed side by side, which shares the loads, and spins and couplings
/// are converted once. As many chains at a time as a register of singles has, so that their doubles stay near the core. The order of every
/// sum is that of the other loops.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private static void AddFours(IsingModel model, ReadOnlySpan<float> spins, Span<double> energies)
    {
        int chains = energies.Length;
        int spinDoubles = model.SpinCount * TLanes.Count;
        using var memory = AlignedBuffer.Rent(checked(sizeof(double) / sizeof(float) * (spinDoubles + model.Couplings.Length)));
        Span<double> doubles = MemoryMarshal.Cast<float, double>(memory.Span);
        Span<double> couplings = doubles.Slice(spinDoubles, model.Couplings.Length);
        Widen(model.Couplings.AsSpan(), couplings);
        for (int c = 0; c < chains; c += TLanes.Count)
        {
            WidenChains(spins, chains, c, doubles[..spinDoubles]);
            AddRowsAndFours(model, couplings, doubles[..spinDoubles], energies.Slice(c, TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Widen(ReadOnlySpan<float> singles, Span<double> doubles)
    {
        ref float from = ref MemoryMarshal.GetReference(singles);
        ref double to = ref MemoryMarshal.GetReference(doubles);
        nuint at = 0;
        for (; at + Half <= (nuint)singles.Length; at += Half)
        {
            TLanes.Store(TLanes.LoadWidened(ref from, at), ref to, at);
        }

        for (; at < (nuint)singles.Length; at++)
        {
            Unsafe.Add(ref to, at) = Unsafe.Add(ref from, at);
        }
    }

    /// <summary>Copies a register of chains, the first of them number <paramref name="first"/>, laid out [spin, chain].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WidenChains(ReadOnlySpan<float> spins, int chains, int first, Span<double> doubles)
    {
        ref float from = ref Unsafe.Add(ref MemoryMarshal.GetReference(spins), first);
        ref double to = ref MemoryMarshal.GetReference(doubles);
        for (int at = 0; at < doubles.Length; at += TLanes.Count)
        {
            TLanes.Store(TLanes.LoadWidened(ref from, 0), ref to, 0);
            TLanes.Store(TLanes.LoadWidened(ref from, Half), ref to, Half);
            from = ref Unsafe.Add(ref from, chains);
            to = ref Unsafe.Add(ref to, TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddRowsAndFours(IsingModel model, ReadOnlySpan<double> couplings, ReadOnlySpan<double> spins, Span<double> energies)
    {
        UpperRows rows = model.Graph.UpperRows;
        ReadOnlySpan<float> fields = model.Fields.AsSpan();
        ref double spin = ref MemoryMarshal.GetReference(spins);
        ref double energy = ref MemoryMarshal.GetReference(energies);
        for (int i = 0; i < fields.Length; i++)
        {
            if (rows.StartsFour(i))
            {
                AddFourRows(rows, fields, couplings, model.Graph.Edges.AsSpan(), i, ref spin, ref energy);
                i += UpperRows.Together - 1;
                continue;
            }

            TDouble r0 = TLanes.Broadcast((double)fields[i]);
            TDouble r1 = r0;
            AddCouplings(couplings, model.Graph.Edges.AsSpan(), rows.Start[i], rows.Start[i + 1], ref spin, ref r0, ref r1);
            AddWidened(r0, r1, i, ref spin, ref energy);
        }
    }

    /// <summary>Rows i to i + 3: first what the earlier ones read alone, then what all read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddFourRows(
        UpperRows rows, ReadOnlySpan<float> fields, ReadOnlySpan<double> couplings, ReadOnlySpan<SpinEdge> edges, int i, ref double spin,
        ref double energy)
    {
        int shared = rows.Start[i + UpperRows.Together] - rows.Start[i + UpperRows.Together - 1];
        int start0 = rows.Start[i + 1] - shared;
        int start1 = rows.Start[i + 2] - shared;
        int start2 = rows.Start[i + 3] - shared;
        int start3 = rows.Start[i + 4] - shared;
        TDouble a0 = TLanes.Broadcast((double)fields[i]);
        TDouble b0 = TLanes.Broadcast((double)fields[i + 1]);
        TDouble c0 = TLanes.Broadcast((double)fields[i + 2]);
        TDouble d0 = TLanes.Broadcast((double)fields[i + 3]);
        (TDouble a1, TDouble b1, TDouble c1, TDouble d1) = (a0, b0, c0, d0);
        AddCouplings(couplings, edges, rows.Start[i], start0, ref spin, ref a0, ref a1);
        AddCouplings(couplings, edges, rows.Start[i + 1], start1, ref spin, ref b0, ref b1);
        AddCouplings(couplings, edges, rows.Start[i + 2], start2, ref spin, ref c0, ref c1);
        ref double w = ref MemoryMarshal.GetReference(couplings);
        ref double v = ref Unsafe.Add(ref w, start1);
        ref double u = ref Unsafe.Add(ref w, start2);
        ref double t = ref Unsafe.Add(ref w, start3);
        w = ref Unsafe.Add(ref w, start0);
        ref SpinEdge edge = ref Unsafe.Add(ref MemoryMarshal.GetReference(edges), start3);
        for (int k = 0; k < shared; k++)
        {
            ref double other = ref Unsafe.Add(ref spin, (nuint)(uint)Unsafe.Add(ref edge, k).J * Width);
            TDouble s0 = TLanes.Load(ref other, 0);
            TDouble s1 = TLanes.Load(ref other, Half);
            TDouble weight = TLanes.Broadcast(Unsafe.Add(ref w, k));
            a0 = TLanes.MultiplyAdd(weight, s0, a0);
            a1 = TLanes.MultiplyAdd(weight, s1, a1);
            weight = TLanes.Broadcast(Unsafe.Add(ref v, k));
            b0 = TLanes.MultiplyAdd(weight, s0, b0);
            b1 = TLanes.MultiplyAdd(weight, s1, b1);
            weight = TLanes.Broadcast(Unsafe.Add(ref u, k));
            c0 = TLanes.MultiplyAdd(weight, s0, c0);
            c1 = TLanes.MultiplyAdd(weight, s1, c1);
            weight = TLanes.Broadcast(Unsafe.Add(ref t, k));
            d0 = TLanes.MultiplyAdd(weight, s0, d0);
            d1 = TLanes.MultiplyAdd(weight, s1, d1);
        }

        AddWidened(a0, a1, i, ref spin, ref energy);
        AddWidened(b0, b1, i + 1, ref spin, ref energy);
        AddWidened(c0, c1, i + 2, ref spin, ref energy);
        AddWidened(d0, d1, i + 3, ref spin, ref energy);
    }

    /// <summary>row += sum of J s over some edges.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddCouplings(
        ReadOnlySpan<double> couplings, ReadOnlySpan<SpinEdge> edges, int first, int end, ref double spin, ref TDouble r0, ref TDouble r1)
    {
        for (int k = first; k < end; k++)
        {
            TDouble weight = TLanes.Broadcast(couplings[k]);
            ref double other = ref Unsafe.Add(ref spin, (nuint)(uint)edges[k].J * Width);
            r0 = TLanes.MultiplyAdd(weight, TLanes.Load(ref other, 0), r0);
            r1 = TLanes.MultiplyAdd(weight, TLanes.Load(ref other, Half), r1);
        }
    }

    /// <summary>energy += s_i * row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWidened(TDouble r0, TDouble r1, int i, ref double spin, ref double energy)
    {
        ref double own = ref Unsafe.Add(ref spin, (nuint)(uint)i * Width);
        TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(ref own, 0), r0, TLanes.Load(ref energy, 0)), ref energy, 0);
        TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(ref own, Half), r1, TLanes.Load(ref energy, Half)), ref energy, Half);
    }
}
