using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What changed against <see cref="ScalarKernel"/>: a register holds one spin of many chains, and four registers are summed side by side,
/// which hides the latency of the additions and shares each coupling's load.
/// </summary>
/// <remarks>
/// The long loops are compiled with all optimisations at their first call: left to tiered compilation they would run unoptimised for most
/// of a short training.
/// </remarks>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble> : GibbsKernel
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
    where TFloat : struct
    where TBits : struct
    where TDouble : struct
{
    public override int Lanes => TLanes.Count;

    public override bool HasTables => TLanes.HasLookup;

    private static nuint Width => (nuint)TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    public override void Sweep(GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups)
    {
        bool four = streams.Length == 16 * TLanes.Count;
        switch (task.Plan.Grouped)
        {
            case null when four:
                SweepSparseFour(task, scales, spins, streams);
                break;
            case null:
                SweepSparseOne(task, scales, spins, streams);
                break;
            case var rows when !task.Tables.IsEmpty && four:
                SweepTablesFour(task, rows, scales, spins, streams, groups);
                break;
            case var rows when !task.Tables.IsEmpty:
                SweepTablesOne(task, rows, scales, spins, streams, groups);
                break;
            case var rows when four:
                SweepGroupedFour(task, rows, scales, spins, streams);
                break;
            case var rows:
                SweepGroupedOne(task, rows, scales, spins, streams);
                break;
        }
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
}
