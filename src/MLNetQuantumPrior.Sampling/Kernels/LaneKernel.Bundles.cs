using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <content>
/// Sweeps bundle by bundle. A group of four spins of a chain is an index of 4 bits, and its sum is one of 16 that were computed beforehand:
/// one permutation of a register and one addition replace four multiply-adds.
/// </content>
internal sealed partial class LaneKernel<TLanes, TFloat, TBits, TDouble>
{
    private static void SweepBundles<TRule>(GibbsTask task, Chains chains)
        where TRule : struct, LaneRules<TLanes, TFloat, TBits, TDouble>.IRule
    {
        SweepPlan plan = task.Plan;
        for (int first = 0, end; first < plan.BundleCount; first = end)
        {
            end = plan.EndOfRun(first);
            switch (plan.SpinsOf(first) == 1, plan.IsCoupled[first], chains.Count == Width)
            {
                case (true, _, true):
                    VisitOnesInOne<TRule>(task, chains, first, end);
                    break;
                case (true, _, false):
                    VisitOnesInFour<TRule>(task, chains, first, end);
                    break;
                case (false, true, true):
                    VisitCoupledInOne<TRule>(task, chains, first, end);
                    break;
                case (false, true, false) when TLanes.HasManyRegisters:
                    VisitCoupledInFour<TRule>(task, chains, first, end);
                    continue;
                case (false, true, false):
                    VisitCoupledInTwo<TRule>(task, chains, first, end);
                    break;
                case (false, false, true):
                    VisitFoursInOne<TRule>(task, chains, first, end);
                    break;
                case (false, false, false) when TLanes.HasManyRegisters && plan.IsDense(first):
                    VisitFoursInFour<TRule>(task, chains, first, end);
                    continue;
                default:
                    VisitFoursInTwo<TRule>(task, chains, first, end);
                    break;
            }

            PutWords(plan, chains, first, end);
        }
    }

    /// <summary>What a run of bundles of one shape reads, and where reading has got to.</summary>
    private ref struct Reader(GibbsTask task, int first)
    {
        /// <summary>Groups that a bundle reads.</summary>
        public readonly int Groups = task.Plan.GroupStart[first + 1] - task.Plan.GroupStart[first];

        /// <summary>Single neighbours of all spins of a bundle.</summary>
        public readonly int Singles = task.Plan.SingleStart[first + 1] - task.Plan.SingleStart[first];

        public ref int Spin = ref task.Plan.Order[task.Plan.BundleStart[first]];
        public ref int OwnGroup = ref task.Plan.OwnGroup[first];
        public ref int Group = ref At(task.Plan.Group, task.Plan.GroupStart[first]);
        public ref float Table = ref Unsafe.Add(ref MemoryMarshal.GetReference(task.Tables), 4 * task.Plan.GroupEdgeStart[first]);
        public ref int Single = ref At(task.Plan.Single, task.Plan.SingleStart[first]);
        public ref float Weight = ref Unsafe.Add(ref MemoryMarshal.GetReference(task.SingleWeights), task.Plan.SingleStart[first]);

        /// <summary>Goes on to the next bundle.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Advance(int spins)
        {
            Spin = ref Unsafe.Add(ref Spin, spins);
            OwnGroup = ref Unsafe.Add(ref OwnGroup, 1);
            Group = ref Unsafe.Add(ref Group, Groups);
            Table = ref Unsafe.Add(ref Table, TableSize * spins * Groups);
            Single = ref Unsafe.Add(ref Single, Singles);
            Weight = ref Unsafe.Add(ref Weight, Singles);
        }

        private static ref int At(int[] array, int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index);
    }
}
