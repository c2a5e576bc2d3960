using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary><see cref="FlipKernel"/> with registers of one width.</summary>
internal sealed class FlipKernel<TLanes, TFloat, TBits, TDouble> : FlipKernel
    where TLanes : struct, ILanes<TFloat, TBits, TDouble>
    where TFloat : struct
    where TBits : struct
    where TDouble : struct
{
    private const int BlockSize = DenseRows.BlockSize;

    public override int Lanes => TLanes.Count;

    private static nuint Width => (nuint)TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void FillNumbers(ReadOnlySpan<uint> starts, Span<uint> numbers)
    {
        ref uint start = ref MemoryMarshal.GetReference(starts);
        ref uint number = ref MemoryMarshal.GetReference(numbers);
        for (nuint lane = 0; lane < XoshiroRun.Lanes; lane += Width)
        {
            var random = RandomLanes<TLanes, TFloat, TBits, TDouble>.Load(ref start, lane, XoshiroRun.Lanes);
            for (nuint at = lane; at < (nuint)numbers.Length; at += XoshiroRun.Lanes)
            {
                TLanes.Store(random.Next(), ref number, at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override void FindFields(DenseCouplings couplings, ReadOnlySpan<float> spins, Span<float> fields)
    {
        couplings.Fields.CopyTo(fields);
        for (int v = 0; v < couplings.Layout.Visits; v++)
        {
            Add(couplings, v, spins[v], ref MemoryMarshal.GetReference(fields));
        }
    }

    // Each sum_(j > i) J_ij s_j takes its terms in ascending order of j, as in a loop over i; with the loop over j outside, the sums of
    // neighbouring i stand side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public override double Energy(DenseCouplings couplings, ReadOnlySpan<float> spins, Span<double> sums)
    {
        DenseRows layout = couplings.Layout;
        for (int v = 0; v < layout.Visits; v++)
        {
            sums[v] = couplings.Fields[v];
        }

        for (int j = 0; j < spins.Length; j++)
        {
            int visit = layout.Visit[j];
            int first = BlockSize * layout.FirstBlock[visit];
            int end = layout.LowerEnd![visit];
            if (first >= end)
            {
                continue;
            }

            ref float row = ref couplings.Rows[layout.RowStart[visit]];
            ref double sum = ref sums[first];
            (nuint at, nuint count, nuint half) = (0, (nuint)(uint)(end - first), Width / 2);
            TDouble spin = TLanes.Broadcast((double)spins[j]);
            for (; at + half <= count; at += half)
            {
                TLanes.Store(TLanes.MultiplyAdd(spin, TLanes.LoadWidened(ref row, at), TLanes.Load(ref sum, at)), ref sum, at);
            }

            for (; at < count; at++)
            {
                Unsafe.Add(ref sum, at) += (double)spins[j] * Unsafe.Add(ref row, at);
            }
        }

        double energy = 0;
        for (int i = 0; i < spins.Length; i++)
        {
            energy += spins[i] * sums[layout.Visit[i]];
        }

        return energy;
    }

    public override int Sweep(GibbsTask task, DenseCouplings couplings, float scale, FlipChain chain) =>
        task.Update == SpinUpdate.Gibbs
            ? Sweep<FlipRules<TLanes, TFloat, TBits, TDouble>.Gibbs>(task, couplings, scale, chain)
            : Sweep<FlipRules<TLanes, TFloat, TBits, TDouble>.Metropolis>(task, couplings, scale, chain);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Sweep<TRule>(GibbsTask task, DenseCouplings couplings, float scale, FlipChain chain)
        where TRule : struct, FlipRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        Span<float> working = stackalloc float[3 * BlockSize];
        ref float threshold = ref MemoryMarshal.GetReference(working);
        ref float tolerance = ref Unsafe.Add(ref threshold, BlockSize);
        ref float before = ref Unsafe.Add(ref threshold, 2 * BlockSize); // read again and again, while the spins are written one by one
        ref float field = ref MemoryMarshal.GetReference(chain.Fields);
        ref float spin = ref MemoryMarshal.GetReference(chain.Spins);
        float nearest = chain.Tolerance(couplings, scale);
        TFloat scales = TLanes.Broadcast(scale);
        int flips = 0;
        for (int first = 0; first < couplings.Layout.Visits; first += BlockSize)
        {
            int visits = Math.Min(BlockSize, couplings.Layout.Visits - first);
            ref uint number = ref chain.Random.Ahead();
            for (nuint lane = 0; lane < BlockSize; lane += Width)
            {
                TFloat uniform = TLanes.Add(
                    TLanes.AsFloat(TLanes.Or(TLanes.ShiftRight(TLanes.Load(ref number, lane), 9), TLanes.Broadcast(GibbsDraw.OneBits))),
                    TLanes.Broadcast(GibbsDraw.ToMidpoint));
                TFloat limit = TRule.Threshold(uniform);
                TLanes.Store(limit, ref threshold, lane);
                TLanes.Store(TRule.Tolerance(limit, nearest), ref tolerance, lane);
                TLanes.Store(TLanes.Load(ref spin, (nuint)(uint)first + lane), ref before, lane);
            }

            uint open = uint.MaxValue >> (32 - visits);
            while (true)
            {
                uint flip = 0;
                uint near = 0;
                for (nuint lane = 0; lane < BlockSize; lane += Width)
                {
                    nuint at = (nuint)(uint)first + lane;
                    TFloat old = TLanes.Load(ref before, lane);
                    TFloat margin = TRule.Margin(
                        TLanes.Multiply(TLanes.Load(ref field, at), scales), old, TLanes.Load(ref threshold, lane));
                    flip |= TRule.Flips(margin, old) << (int)lane;
                    near |= TLanes.SignBits(TLanes.Subtract(Size(margin), TLanes.Load(ref tolerance, lane))) << (int)lane;
                }

                uint next = (flip | near) & open;
                if (next == 0)
                {
                    break;
                }

                int k = BitOperations.TrailingZeroCount(next);
                open &= uint.MaxValue << k << 1;
                if (((near >> k) & 1) == 0 || chain.Flips(task, couplings, first + k, scale, Unsafe.Add(ref number, k)))
                {
                    ref float turned = ref Unsafe.Add(ref spin, first + k);
                    turned = -turned;
                    chain.BySpin[task.Plan.Order[first + k]] = turned;
                    Add(couplings, first + k, 2 * turned, ref field);
                    flips++;
                }
            }

            chain.Random.Take(visits);
        }

        return flips;
    }

    /// <summary>field += change * row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(DenseCouplings couplings, int visit, float change, ref float field)
    {
        ref float row = ref Unsafe.Add(ref MemoryMarshal.GetReference(couplings.Rows), couplings.Layout.RowStart[visit]);
        field = ref Unsafe.Add(ref field, BlockSize * couplings.Layout.FirstBlock[visit]);
        nuint count = BlockSize * (nuint)(uint)couplings.Layout.BlockCount[visit];
        TFloat changes = TLanes.Broadcast(change);
        for (nuint at = 0; at < count; at += Width)
        {
            TLanes.Store(TLanes.MultiplyAdd(changes, TLanes.Load(ref row, at), TLanes.Load(ref field, at)), ref field, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Size(TFloat value) => TLanes.AsFloat(TLanes.And(TLanes.AsBits(value), TLanes.Broadcast(0x7FFF_FFFFu)));
}
