using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetQuantumPrior.Sampling;

/// <content>Local fields.</content>
internal sealed partial class LoneKernel
{
    /// <summary>The local fields of the four spins of a bundle, without its own group where they are coupled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LocalFields(GibbsTask task, ref float spin, ref float members, int b)
    {
        SweepPlan plan = task.Plan;
        ref int visited = ref plan.Order[plan.BundleStart[b]];
        ref float field = ref MemoryMarshal.GetReference(task.Fields);
        ref float weight = ref Unsafe.Add(ref MemoryMarshal.GetReference(task.GroupWeights), plan.GroupEdgeStart[b]);
        Vector256<float> lower = Vector256.Create(
            Vector128.Create(Unsafe.Add(ref field, visited)), Vector128.Create(Unsafe.Add(ref field, Unsafe.Add(ref visited, 1))));
        Vector256<float> upper = Vector256.Create(
            Vector128.Create(Unsafe.Add(ref field, Unsafe.Add(ref visited, 2))),
            Vector128.Create(Unsafe.Add(ref field, Unsafe.Add(ref visited, 3))));
        ref int read = ref MemoryMarshal.GetArrayDataReference(plan.Group);
        int last = plan.GroupStart[b + 1] - (plan.IsCoupled[b] ? 1 : 0);
        for (int g = plan.GroupStart[b]; g < last; g++)
        {
            var group = Vector128.LoadUnsafe(ref members, SpinGroups.Size * (nuint)(uint)Unsafe.Add(ref read, g));
            Vector256<float> twice = Vector256.Create(group, group);
            lower += Sums(Vector256.LoadUnsafe(ref weight) * twice);
            upper += Sums(Vector256.LoadUnsafe(ref weight, 8) * twice);
            weight = ref Unsafe.Add(ref weight, 16);
        }

        // A half of a register holds one spin's field four times.
        Vector128<float> fields = Vector128.Create(lower[0], lower[4], upper[0], upper[4]);
        ref int single = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(plan.Single), plan.SingleStart[b]);
        ref float singleWeight = ref Unsafe.Add(ref MemoryMarshal.GetReference(task.SingleWeights), plan.SingleStart[b]);
        for (int left = plan.SingleStart[b + 1] - plan.SingleStart[b]; left > 0; left -= SweepPlan.BundleSize)
        {
            Vector128<float> others = Vector128.Create(
                Unsafe.Add(ref spin, single),
                Unsafe.Add(ref spin, Unsafe.Add(ref single, 1)),
                Unsafe.Add(ref spin, Unsafe.Add(ref single, 2)),
                Unsafe.Add(ref spin, Unsafe.Add(ref single, 3)));
            fields += Vector128.LoadUnsafe(ref singleWeight) * others;
            single = ref Unsafe.Add(ref single, SweepPlan.BundleSize);
            singleWeight = ref Unsafe.Add(ref singleWeight, SweepPlan.BundleSize);
        }

        return fields;
    }

    /// <summary>(p0 + p1) + (p2 + p3) of each half, in all places of the half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sums(Vector256<float> products)
    {
        Vector256<float> pairs = products + Avx.Permute(products, 0b10_11_00_01);
        return pairs + Avx.Permute(pairs, 0b01_00_11_10);
    }

    /// <summary>The local field of the spin of a bundle of one.</summary>
    private static float LocalField(GibbsTask task, ReadOnlySpan<float> spins, int b)
    {
        SweepPlan plan = task.Plan;
        float field = task.Fields[plan.Order[plan.BundleStart[b]]];
        ReadOnlySpan<float> w = task.GroupWeights[plan.GroupEdgeStart[b]..];
        foreach (int group in plan.Group.AsSpan(plan.GroupStart[b]..plan.GroupStart[b + 1]))
        {
            ReadOnlySpan<int> member = plan.Groups.Member.AsSpan(SpinGroups.Size * group, SpinGroups.Size);
            field += ((w[0] * spins[member[0]]) + (w[1] * spins[member[1]])) + ((w[2] * spins[member[2]]) + (w[3] * spins[member[3]]));
            w = w[SpinGroups.Size..];
        }

        for (int at = plan.SingleStart[b]; at < plan.SingleStart[b + 1]; at++)
        {
            field += task.SingleWeights[at] * spins[plan.Single[at]];
        }

        return field;
    }
}
