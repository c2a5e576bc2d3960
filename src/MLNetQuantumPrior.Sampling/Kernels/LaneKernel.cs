using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What changed against <see cref="ScalarKernel"/>: a register holds one spin of many chains, and four registers are summed side by side,
/// which hides the latency of the multiply-add and shares each coupling's load.
/// </summary>
internal sealed class LaneKernel<TLanes, TFloat, TBits, TDouble> : GibbsKernel
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
    where TFloat : struct
    where TBits : struct
    where TDouble : struct
{
    public override int Lanes => TLanes.Count;

    private static nuint Width => (nuint)TLanes.Count;

    public override void Randomize(Span<float> spins, Span<uint> streams)
    {
        nuint chains = (nuint)streams.Length / 4;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        for (nuint row = 0; row < (nuint)spins.Length; row += chains)
        {
            for (nuint c = 0; c < chains; c += Width)
            {
                TFloat zero = TLanes.Broadcast(0f);
                TLanes.Store(Draw(zero, zero, ref stream, c, chains), ref spin, row + c);
            }
        }
    }

    public override void Sweep(GibbsTask task, Span<float> spins, Span<uint> streams)
    {
        bool quad = streams.Length == 16 * TLanes.Count;
        if (task.Plan.IsDense)
        {
            if (quad)
            {
                SweepRunsOfFour(task, spins, streams);
            }
            else
            {
                SweepRunsOfOne(task, spins, streams);
            }
        }
        else
        {
            if (quad)
            {
                SweepRowsOfFour(task, spins, streams);
            }
            else
            {
                SweepRowsOfOne(task, spins, streams);
            }
        }
    }

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

    private static void SweepRowsOfFour(GibbsTask task, Span<float> spins, Span<uint> streams)
    {
        SweepPlan plan = task.Plan;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref int neighbour = ref MemoryMarshal.GetArrayDataReference(plan.Neighbour);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        TFloat scale = TLanes.Broadcast(task.Scale);
        nuint chains = 4 * Width;
        int at = 0;
        for (int k = 0; k < plan.Order.Length; k++)
        {
            TFloat f0 = TLanes.Broadcast(task.Fields[plan.Order[k]]);
            (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
            for (int end = plan.RowStart[k + 1]; at < end; at++)
            {
                TFloat w = TLanes.Broadcast(Unsafe.Add(ref weight, at));
                ref float other = ref Unsafe.Add(ref spin, (nuint)(uint)Unsafe.Add(ref neighbour, at) * chains);
                f0 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 0), f0);
                f1 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, Width), f1);
                f2 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 2 * Width), f2);
                f3 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 3 * Width), f3);
            }

            DrawFour(f0, f1, f2, f3, scale, ref Unsafe.Add(ref spin, (nuint)(uint)plan.Order[k] * chains), ref stream);
        }
    }

    private static void SweepRunsOfFour(GibbsTask task, Span<float> spins, Span<uint> streams)
    {
        SweepPlan plan = task.Plan;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        TFloat scale = TLanes.Broadcast(task.Scale);
        nuint chains = 4 * Width;
        int run = 0;
        for (int k = 0; k < plan.Order.Length; k++)
        {
            TFloat f0 = TLanes.Broadcast(task.Fields[plan.Order[k]]);
            (TFloat f1, TFloat f2, TFloat f3) = (f0, f0, f0);
            for (int end = plan.RunStart[k + 1]; run < end; run++)
            {
                ref float other = ref Unsafe.Add(ref spin, (nuint)(uint)plan.RunFirst[run] * chains);
                for (int left = plan.RunLength[run]; left > 0; left--)
                {
                    TFloat w = TLanes.Broadcast(weight);
                    f0 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 0), f0);
                    f1 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, Width), f1);
                    f2 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 2 * Width), f2);
                    f3 = TLanes.MultiplyAdd(w, TLanes.Load(ref other, 3 * Width), f3);
                    other = ref Unsafe.Add(ref other, chains);
                    weight = ref Unsafe.Add(ref weight, 1);
                }
            }

            DrawFour(f0, f1, f2, f3, scale, ref Unsafe.Add(ref spin, (nuint)(uint)plan.Order[k] * chains), ref stream);
        }
    }

    private static void SweepRowsOfOne(GibbsTask task, Span<float> spins, Span<uint> streams)
    {
        SweepPlan plan = task.Plan;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        TFloat scale = TLanes.Broadcast(task.Scale);
        int at = 0;
        for (int k = 0; k < plan.Order.Length; k++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[plan.Order[k]]);
            for (int end = plan.RowStart[k + 1]; at < end; at++)
            {
                TFloat other = TLanes.Load(ref spin, (nuint)(uint)plan.Neighbour[at] * Width);
                field = TLanes.MultiplyAdd(TLanes.Broadcast(task.Weights[at]), other, field);
            }

            TLanes.Store(Draw(field, scale, ref stream, 0, Width), ref spin, (nuint)(uint)plan.Order[k] * Width);
        }
    }

    private static void SweepRunsOfOne(GibbsTask task, Span<float> spins, Span<uint> streams)
    {
        SweepPlan plan = task.Plan;
        ref float spin = ref MemoryMarshal.GetReference(spins);
        ref uint stream = ref MemoryMarshal.GetReference(streams);
        ref float weight = ref MemoryMarshal.GetReference(task.Weights);
        TFloat scale = TLanes.Broadcast(task.Scale);
        int run = 0;
        for (int k = 0; k < plan.Order.Length; k++)
        {
            TFloat field = TLanes.Broadcast(task.Fields[plan.Order[k]]);
            for (int end = plan.RunStart[k + 1]; run < end; run++)
            {
                nuint other = (nuint)(uint)plan.RunFirst[run] * Width;
                for (int left = plan.RunLength[run]; left > 0; left--)
                {
                    field = TLanes.MultiplyAdd(TLanes.Broadcast(weight), TLanes.Load(ref spin, other), field);
                    other += Width;
                    weight = ref Unsafe.Add(ref weight, 1);
                }
            }

            TLanes.Store(Draw(field, scale, ref stream, 0, Width), ref spin, (nuint)(uint)plan.Order[k] * Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DrawFour(TFloat f0, TFloat f1, TFloat f2, TFloat f3, TFloat scale, ref float own, ref uint stream)
    {
        nuint chains = 4 * Width;
        TLanes.Store(Draw(f0, scale, ref stream, 0, chains), ref own, 0);
        TLanes.Store(Draw(f1, scale, ref stream, Width, chains), ref own, Width);
        TLanes.Store(Draw(f2, scale, ref stream, 2 * Width, chains), ref own, 2 * Width);
        TLanes.Store(Draw(f3, scale, ref stream, 3 * Width, chains), ref own, 3 * Width);
    }

    /// <summary><see cref="GibbsDraw.Spin"/> of the chains first .. first + <see cref="Lanes"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Draw(TFloat field, TFloat scale, ref uint stream, nuint first, nuint chains)
    {
        TBits random = Next(ref stream, first, chains);
        TFloat limit = TLanes.Broadcast(GibbsDraw.ExponentLimit);
        TFloat x = TLanes.Clamp(TLanes.Multiply(field, scale), TLanes.Broadcast(-GibbsDraw.ExponentLimit), limit);
        TFloat shifted = TLanes.Add(x, TLanes.Broadcast(GibbsDraw.RoundingShift));
        TFloat r = TLanes.Subtract(x, TLanes.Subtract(shifted, TLanes.Broadcast(GibbsDraw.RoundingShift)));
        TFloat power = TLanes.MultiplyAdd(TLanes.Broadcast(GibbsDraw.C5), r, TLanes.Broadcast(GibbsDraw.C4));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C3));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C2));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(GibbsDraw.C1));
        power = TLanes.MultiplyAdd(power, r, TLanes.Broadcast(1f));
        power = TLanes.AsFloat(TLanes.Add(TLanes.AsBits(power), TLanes.ShiftLeft(TLanes.AsBits(shifted), 23)));
        TBits fraction = TLanes.Or(TLanes.ShiftRight(random, 9), TLanes.Broadcast(GibbsDraw.OneBits));
        TFloat uniform = TLanes.Add(TLanes.AsFloat(fraction), TLanes.Broadcast(GibbsDraw.ToMidpoint));
        return TLanes.PlusWhereLess(TLanes.MultiplyAdd(uniform, power, uniform), TLanes.Broadcast(1f));
    }

    /// <summary><see cref="Xoshiro128.Next"/> of the chains first .. first + <see cref="Lanes"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBits Next(ref uint stream, nuint first, nuint chains)
    {
        TBits s0 = TLanes.Load(ref stream, first);
        TBits s1 = TLanes.Load(ref stream, first + chains);
        TBits s2 = TLanes.Load(ref stream, first + (2 * chains));
        TBits s3 = TLanes.Load(ref stream, first + (3 * chains));
        TBits result = TLanes.Add(RotateLeft(TLanes.Add(s0, s3), 7), s0);
        TBits t = TLanes.ShiftLeft(s1, 9);
        s2 = TLanes.Xor(s2, s0);
        s3 = TLanes.Xor(s3, s1);
        s1 = TLanes.Xor(s1, s2);
        s0 = TLanes.Xor(s0, s3);
        s2 = TLanes.Xor(s2, t);
        s3 = RotateLeft(s3, 11);
        TLanes.Store(s0, ref stream, first);
        TLanes.Store(s1, ref stream, first + chains);
        TLanes.Store(s2, ref stream, first + (2 * chains));
        TLanes.Store(s3, ref stream, first + (3 * chains));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TBits RotateLeft(TBits value, int count) =>
        TLanes.Or(TLanes.ShiftLeft(value, count), TLanes.ShiftRight(value, 32 - count));

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
