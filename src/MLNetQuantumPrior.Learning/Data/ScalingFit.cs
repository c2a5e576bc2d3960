namespace MLNetQuantumPrior.Learning;

/// <summary>Learns a <see cref="SlotScaling"/> from what is known of the training data.</summary>
internal static class ScalingFit
{
    /// <summary>Ranks of fewer rows say too little of how values are distributed.</summary>
    private const int RowsForQuantiles = 1000;

    /// <summary>Wider rows are pictures or signals, whose numbers share a unit; quantiles of each would make the model large.</summary>
    private const int MostSlotsForQuantiles = 256;

    /// <summary>Learns from statistics of at least one row.</summary>
    /// <param name="kind">How to scale.</param>
    /// <param name="statistics">What is known of all rows.</param>
    /// <param name="likelihood">Which values each slot may have.</param>
    /// <param name="sample">The rows, or a random sample of them, for quantiles. <c>[count, likelihood.Slots]</c></param>
    public static SlotScaling Of(FeatureScaling kind, SlotStatistics statistics, Likelihood likelihood, ReadOnlySpan<float> sample)
    {
        if (kind == FeatureScaling.None)
        {
            return SlotScaling.Identity(likelihood);
        }

        var slotsOfKinds = likelihood.Ranges
            .SelectMany(range => Enumerable.Range(range.First, range.Count).Select(slot => (range.Kind, Slot: slot)))
            .ToLookup(one => one.Kind, one => one.Slot);
        float[] offset = new float[likelihood.Slots], unit = new float[likelihood.Slots];
        foreach (IGrouping<SlotKind, int> slots in slotsOfKinds)
        {
            int[][] pools = kind == FeatureScaling.Shared ? [[.. slots]] : [.. slots.Select(slot => new[] { slot })];
            foreach (int[] pool in pools)
            {
                (float poolOffset, float poolUnit) = slots.Key switch
                {
                    SlotKind.Bernoulli => MinMax(statistics, pool, slots),
                    SlotKind.Gaussian => MeanDeviation(statistics, pool),
                    _ => (0, 1),
                };
                foreach (int slot in pool)
                {
                    (offset[slot], unit[slot]) = (poolOffset, float.IsFinite(1 / poolUnit) ? poolUnit : 0);
                }
            }
        }

        var scaling = new SlotScaling([.. offset], [.. unit], likelihood);
        ImmutableArray<SlotQuantiles?> quantiles = kind switch
        {
            FeatureScaling.Quantiles => QuantilesOf(statistics, scaling, sample, onlyWhereNeeded: false),
            FeatureScaling.Automatic when statistics.Rows >= RowsForQuantiles && likelihood.Slots <= MostSlotsForQuantiles =>
                QuantilesOf(statistics, scaling, sample, onlyWhereNeeded: true),
            _ => [],
        };
        bool hasAny = kind == FeatureScaling.Quantiles || quantiles.Any(own => own is not null);
        scaling = hasAny ? scaling with { Quantiles = quantiles } : scaling;
        return kind == FeatureScaling.Shared && scaling.IsGaussian.Contains(true)
            ? scaling with { OutputRange = RangeOfAll(statistics, likelihood) }
            : scaling;
    }

    /// <summary>The smallest and the largest value of any slot.</summary>
    public static FeatureRange RangeOfAll(SlotStatistics statistics, Likelihood likelihood)
    {
        int[] slots = [.. Enumerable.Range(0, likelihood.Slots)];
        return new(slots.Min(statistics.Minimum), slots.Max(statistics.Maximum));
    }

    /// <summary>Not at all where values may be shares as they are, or there is only one.</summary>
    private static (float Offset, float Unit) MinMax(SlotStatistics statistics, int[] slots, IEnumerable<int> all)
    {
        float low = slots.Min(statistics.Minimum), high = slots.Max(statistics.Maximum);
        return slots.All(statistics.IsWithinUnit) && (low == high || statistics.AreShares(slots, all)) ? (0, 1) : (low, high - low);
    }

    private static (float Offset, float Unit) MeanDeviation(SlotStatistics statistics, int[] slots)
    {
        double mean = slots.Average(statistics.Mean);
        double variance = slots.Average(slot => statistics.Variance(slot) + Math.Pow(statistics.Mean(slot) - mean, 2));
        return ((float)mean, (float)Math.Sqrt(variance));
    }

    /// <summary>What ranks say of Gaussian slots; null of those that are constant.</summary>
    private static ImmutableArray<SlotQuantiles?> QuantilesOf(
        SlotStatistics statistics, SlotScaling scaling, ReadOnlySpan<float> sample, bool onlyWhereNeeded)
    {
        int slots = scaling.Unit.Length;
        var quantiles = new SlotQuantiles?[slots];
        float[] values = new float[(sample.Length / slots) + 2];
        for (int slot = 0; slot < slots; slot++)
        {
            if (!scaling.IsGaussian[slot] || scaling.Unit[slot] == 0)
            {
                continue;
            }

            int count = 0;
            for (int at = slot; at < sample.Length; at += slots)
            {
                values[count] = sample[at];
                count += float.IsNaN(sample[at]) ? 0 : 1;
            }

            if (onlyWhereNeeded && !ValueShape.Of(values.AsSpan(0, count)).IsFarFromNormal)
            {
                continue;
            }

            // A sample need not have them.
            foreach (float end in (ReadOnlySpan<float>)[statistics.Minimum(slot), statistics.Maximum(slot)])
            {
                if (!values.AsSpan(0, count).Contains(end))
                {
                    values[count++] = end;
                }
            }

            quantiles[slot] = QuantileFit.Of(values.AsSpan(0, count), statistics.IsWhole(slot));
        }

        return [.. quantiles];
    }
}
