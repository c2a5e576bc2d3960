using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Finds the likelihood of an input column as the options ask for it.</summary>
internal static class LikelihoodChoice
{
    /// <exception cref="ArgumentException">The groups of the options are not of as many slots as the column.</exception>
    public static Likelihood Of(BmVaeEstimator.Options options, FeatureColumn column, SlotStatistics statistics)
    {
        if (!options.SlotGroups.IsEmpty)
        {
            var given = new Likelihood(options.SlotGroups);
            return given.Slots == column.Size
                ? given
                : throw new ArgumentException(
                    $"Option '{nameof(options.SlotGroups)}': expected groups of {column.Size} slots in all, " +
                    $"the size of input column '{column.Column.Name}', got {given.Slots}: {given}.");
        }

        if (options.Likelihood == FeatureLikelihood.Bernoulli)
        {
            return Likelihood.Bernoulli(column.Size);
        }

        (int First, int Count)[] categories = column.CategoricalRanges();
        bool automatic = options.Likelihood == FeatureLikelihood.Automatic;
        int[] slots = [.. Enumerable.Range(0, column.Size)];
        bool lookLikePixels = categories is [] && !column.IsNormalized && options.Scaling != FeatureScaling.Quantiles
            && statistics.AreShares(slots, slots);
        bool pixels = automatic && (options.ScalingInUse == FeatureScaling.Shared || lookLikePixels);
        var groups = new List<SlotGroup>();
        for (int slot = 0, next = 0; slot < column.Size; slot += groups[^1].Size)
        {
            if (next < categories.Length && categories[next].First == slot)
            {
                groups.Add(new CategoricalSlots(categories[next++].Count));
            }
            else
            {
                groups.Add(pixels || (automatic && statistics.IsBinary(slot)) ? new BernoulliSlots(1) : new GaussianSlots(1));
            }
        }

        return new([.. groups]);
    }
}
