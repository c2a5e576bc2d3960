using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// What changed against <see cref="ScalarKernel"/>: the four spins of a bundle are summed in one register and drawn at once. One chain at a
/// time, for calls with fewer chains than fill a register.
/// </summary>
internal sealed partial class LoneKernel : GibbsKernel
{
    private static readonly ScalarKernel Plain = new();

    /// <summary>Whether the machine has what it takes.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public override int Lanes => 1;

    public override int MostRegisters(SweepPlan plan) => 1;

    public override bool HasTables => false;

    public override bool HasSigns => false;

    public override FlipKernel? Flips => FlipKernel.Widest;

    public override void Randomize(Span<float> spins, Span<uint> streams) => Plain.Randomize(spins, streams);

    /// <summary>The members of all groups side by side, so that a group is one load.</summary>
    public override int GroupRows(SpinGroups groups) => groups.Member.Length;

    public override void PackGroups(SpinGroups groups, ReadOnlySpan<float> spins, Span<uint> packed, int chains)
    {
        Span<float> members = MemoryMarshal.Cast<uint, float>(packed);
        for (int at = 0; at < groups.Member.Length; at++)
        {
            members[at] = spins[groups.Member[at] * chains];
        }
    }

    public override void BuildTables(ReadOnlySpan<float> weights, Span<float> tables) => Plain.BuildTables(weights, tables);

    public override void Energies(IsingModel model, ReadOnlySpan<float> spins, Span<double> energies)
    {
        if (energies.Length == 1 && model.KeptDenseCouplings is { Layout.LowerEnd: not null } couplings)
        {
            using var sums = AlignedBuffer.Rent(2 * spins.Length);
            energies[0] = Flips!.Energy(couplings, spins, MemoryMarshal.Cast<float, double>(sums.Span));
            return;
        }

        Plain.Energies(model, spins, energies);
    }

    public override void Sweep(
        GibbsTask task, ReadOnlySpan<float> scales, Span<float> spins, Span<uint> streams, Span<uint> groups, Span<float> changes)
    {
        if (streams.Length != 4)
        {
            Plain.Sweep(task, scales, spins, streams, groups, changes);
            return;
        }

        switch (task.Update)
        {
            case SpinUpdate.Gibbs:
                Sweep<Gibbs>(task, scales[0], spins, streams, groups, ref changes[0]);
                break;
            default:
                Sweep<Metropolis>(task, scales[0], spins, streams, groups, ref changes[0]);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sweep<TRule>(
        GibbsTask task, float scale, Span<float> spins, Span<uint> stream, Span<uint> groups, ref float change)
        where TRule : struct, IRule
    {
        SweepPlan plan = task.Plan;
        ref float members = ref Unsafe.As<uint, float>(ref MemoryMarshal.GetReference(groups));
        ref float spin = ref MemoryMarshal.GetReference(spins);
        var random = new Xoshiro128(stream[0], stream[1], stream[2], stream[3]);
        for (int b = 0; b < plan.BundleCount; b++)
        {
            if (plan.SpinsOf(b) == 1)
            {
                int single = plan.Order[plan.BundleStart[b]];
                float field = LocalField(task, spins, b);
                float before = spins[single];
                float drawn = TRule.Draw(
                    Vector128.Create(field), Vector128.Create(scale), Vector128.Create(random.Next()), Vector128.Create(before))[0];
                spins[single] = drawn;
                Note(plan.Groups, single, drawn, ref members);
                change = task.TracksEnergy ? MathF.FusedMultiplyAdd(drawn - before, field, change) : change;
                continue;
            }

            ref int visited = ref plan.Order[plan.BundleStart[b]];
            ref float spin0 = ref Unsafe.Add(ref spin, visited);
            ref float spin1 = ref Unsafe.Add(ref spin, Unsafe.Add(ref visited, 1));
            ref float spin2 = ref Unsafe.Add(ref spin, Unsafe.Add(ref visited, 2));
            ref float spin3 = ref Unsafe.Add(ref spin, Unsafe.Add(ref visited, 3));
            Vector128<uint> bits = Vector128.Create(random.Next(), random.Next(), random.Next(), random.Next());
            Vector128<float> old = Vector128.Create(spin0, spin1, spin2, spin3);
            Vector128<float> fields = LocalFields(task, ref spin, ref members, b);
            Vector128<float> now;
            if (plan.IsCoupled[b])
            {
                ReadOnlySpan<float> own = task.GroupWeights.Slice(plan.GroupEdgeStart[b + 1] - 16, 16);
                now = CoupledDraws<TRule>(fields, own, old, Vector128.Create(scale), bits);
                fields = task.TracksEnergy ? WithOwnGroup(fields, own, old, now) : fields;
            }
            else
            {
                now = TRule.Draw(fields, Vector128.Create(scale), bits, old);
            }

            (spin0, spin1, spin2, spin3) = (now[0], now[1], now[2], now[3]);
            if (plan.OwnGroup[b] >= 0)
            {
                now.StoreUnsafe(ref members, SpinGroups.Size * (nuint)(uint)plan.OwnGroup[b]);
            }
            else
            {
                Note(plan.Groups, visited, spin0, ref members);
                Note(plan.Groups, Unsafe.Add(ref visited, 1), spin1, ref members);
                Note(plan.Groups, Unsafe.Add(ref visited, 2), spin2, ref members);
                Note(plan.Groups, Unsafe.Add(ref visited, 3), spin3, ref members);
            }

            if (task.TracksEnergy)
            {
                Vector128<float> turned = now - old;
                change = MathF.FusedMultiplyAdd(turned[0], fields[0], change);
                change = MathF.FusedMultiplyAdd(turned[1], fields[1], change);
                change = MathF.FusedMultiplyAdd(turned[2], fields[2], change);
                change = MathF.FusedMultiplyAdd(turned[3], fields[3], change);
            }
        }

        (stream[0], stream[1], stream[2], stream[3]) = random.Words;
    }

    /// <summary>Writes a spin to its place in its group, if it has one. Empty slots need no value: their weights are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(SpinGroups groups, int spin, float value, ref float members)
    {
        if (groups.Group[spin] >= 0)
        {
            Unsafe.Add(ref members, (SpinGroups.Size * groups.Group[spin]) + groups.Slot[spin]) = value;
        }
    }
}
