namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What was learned of each slot's range: scaled = (value - <see cref="Offset"/>) / <see cref="Unit"/>. Bernoulli slots are kept
/// within [0, 1].
/// </summary>
public sealed record SlotScaling
{
    /// <summary>Makes a scaling from its numbers.</summary>
    /// <param name="offset">What becomes 0, finite, one per slot.</param>
    /// <param name="unit">How much above it becomes 1, finite and above 0, or 0 where the slot is constant: one per slot.</param>
    /// <param name="likelihood">Which slots are Bernoulli. Null: all.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is out of its range.</exception>
    public SlotScaling(ImmutableArray<float> offset, ImmutableArray<float> unit, Likelihood? likelihood = null)
    {
        if (offset.Length != unit.Length || (likelihood is not null && offset.Length != likelihood.Slots))
        {
            throw new ArgumentException(
                $"Scaling: expected an offset and a unit for each of {likelihood?.Slots ?? offset.Length} slots, " +
                $"got {offset.Length} and {unit.Length}.",
                nameof(unit));
        }

        for (int slot = 0; slot < offset.Length; slot++)
        {
            if (!(float.IsFinite(offset[slot]) && float.IsFinite(unit[slot]) && unit[slot] >= 0))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Scaling of slot {slot}: expected a finite offset, and a finite unit of at least 0, ") +
                    FormattableString.Invariant($"got {offset[slot]} and {unit[slot]}."));
            }
        }

        (Offset, Unit) = (offset, unit);
        Factor = [.. unit.Select(value => value > 0 ? 1 / value : 0)];
        IsIdentity = offset.All(value => value == 0) && unit.All(value => value == 1);
        ImmutableArray<bool> clipped = likelihood is null
            ? [.. offset.Select(_ => true)]
            : [.. likelihood.Ranges.SelectMany(range => Enumerable.Repeat(range.Kind == SlotKind.Bernoulli, range.Count))];
        Lowest = [.. clipped.Select(clip => clip ? 0 : float.MinValue)];
        Highest = [.. clipped.Select(clip => clip ? 1 : float.MaxValue)];
    }

    /// <summary>What becomes 0, one per slot.</summary>
    public ImmutableArray<float> Offset { get; }

    /// <summary>How much above <see cref="Offset"/> becomes 1, one per slot; 0 where the slot was constant.</summary>
    public ImmutableArray<float> Unit { get; }

    /// <summary>
    /// What stands for a missing value, NaN, one per slot, in the units of the input. Empty: there are
    /// none, and NaN stays NaN. Default empty.
    /// </summary>
    /// <exception cref="ArgumentException">A number is not finite, or there are not as many as slots.</exception>
    public ImmutableArray<float> Missing
    {
        get;
        init
        {
            bool fits = !value.IsDefault && (value.IsEmpty || value.Length == Offset.Length) && value.All(float.IsFinite);
            field = fits
                ? value
                : throw new ArgumentException(
                    $"Values for missing ones: expected none, or a finite one for each of {Offset.Length} slots.", nameof(Missing));
        }
    } = [];

    /// <summary>Whether values that a likelihood takes stay as they are.</summary>
    public bool IsIdentity { get; }

    /// <summary>1 / <see cref="Unit"/>, or 0 where the slot was constant.</summary>
    internal ImmutableArray<float> Factor { get; }

    /// <summary>Smallest scaled value of each slot.</summary>
    internal ImmutableArray<float> Lowest { get; }

    /// <summary>Largest scaled value of each slot.</summary>
    internal ImmutableArray<float> Highest { get; }

    /// <summary>The scaling that changes nothing that the likelihood takes.</summary>
    public static SlotScaling Identity(Likelihood likelihood)
    {
        ArgumentNullException.ThrowIfNull(likelihood);
        return new([.. Enumerable.Repeat(0f, likelihood.Slots)], [.. Enumerable.Repeat(1f, likelihood.Slots)], likelihood);
    }

    /// <summary>Learns the ranges of rows of finite values. <c>rows: [count, likelihood.Slots]</c>, at least one row.</summary>
    public static SlotScaling Learn(FeatureScaling kind, ReadOnlySpan<float> rows, Likelihood likelihood)
    {
        ArgumentNullException.ThrowIfNull(likelihood);
        var statistics = new SlotStatistics(likelihood.Slots);
        for (int start = 0; start < rows.Length; start += likelihood.Slots)
        {
            statistics.Add(rows.Slice(start, likelihood.Slots));
        }

        return Learn(kind, statistics, likelihood);
    }

    /// <summary>Learns from statistics of at least one row.</summary>
    internal static SlotScaling Learn(FeatureScaling kind, SlotStatistics statistics, Likelihood likelihood)
    {
        if (kind == FeatureScaling.None)
        {
            return Identity(likelihood);
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
                    SlotKind.Bernoulli => MinMax(statistics, pool),
                    SlotKind.Gaussian => MeanDeviation(statistics, pool),
                    _ => (0, 1),
                };
                foreach (int slot in pool)
                {
                    (offset[slot], unit[slot]) = (poolOffset, poolUnit);
                }
            }
        }

        return new([.. offset], [.. unit], likelihood);
    }

    /// <summary>
    /// Scales rows to the range of the likelihood, missing values replaced; in Bernoulli slots, values beyond the learned range are
    /// clipped. <c>[count, slots] -> [count, slots]</c>, in place if wanted.
    /// </summary>
    public void Scale(ReadOnlySpan<float> rows, Span<float> scaled)
    {
        ReadOnlySpan<float> offset = Offset.AsSpan(), factor = Factor.AsSpan(), lowest = Lowest.AsSpan(), highest = Highest.AsSpan();
        ReadOnlySpan<float> missing = Missing.AsSpan();
        for (int start = 0; start < rows.Length; start += offset.Length)
        {
            for (int slot = 0; slot < offset.Length; slot++)
            {
                float value = rows[start + slot];
                value = !missing.IsEmpty && float.IsNaN(value) ? missing[slot] : value;
                scaled[start + slot] = Math.Clamp((value - offset[slot]) * factor[slot], lowest[slot], highest[slot]);
            }
        }
    }

    /// <summary>Brings scaled values back into the units of the input, in place. <c>[count, slots]</c></summary>
    public void Invert(Span<float> rows)
    {
        ReadOnlySpan<float> offset = Offset.AsSpan(), unit = Unit.AsSpan();
        for (int start = 0; start < rows.Length; start += offset.Length)
        {
            for (int slot = 0; slot < offset.Length; slot++)
            {
                rows[start + slot] = offset[slot] + (rows[start + slot] * unit[slot]);
            }
        }
    }

    private static (float Offset, float Unit) MinMax(SlotStatistics statistics, int[] slots)
    {
        float low = slots.Min(statistics.Minimum), high = slots.Max(statistics.Maximum);
        return low >= 0 && high <= 1 ? (0, 1) : (low, high - low);
    }

    private static (float Offset, float Unit) MeanDeviation(SlotStatistics statistics, int[] slots)
    {
        double mean = slots.Average(statistics.Mean);
        double variance = slots.Average(slot => statistics.Variance(slot) + Math.Pow(statistics.Mean(slot) - mean, 2));
        return ((float)mean, (float)Math.Sqrt(variance));
    }
}
