namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What was learned of each slot's range: scaled = (value - <see cref="Offset"/>) / <see cref="Unit"/>, or the score that
/// <see cref="Quantiles"/> give it. Bernoulli slots are kept within [0, 1].
/// </summary>
public sealed record SlotScaling
{
    private readonly bool _isLinearIdentity;

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
        Factor = [.. unit.Select(value => float.IsFinite(1 / value) ? 1 / value : 0)];
        _isLinearIdentity = offset.All(value => value == 0) && unit.All(value => value == 1);
        ImmutableArray<bool> clipped = likelihood is null
            ? [.. offset.Select(_ => true)]
            : [.. likelihood.Ranges.SelectMany(range => Enumerable.Repeat(range.Kind == SlotKind.Bernoulli, range.Count))];
        Lowest = [.. clipped.Select(clip => clip ? 0 : float.MinValue)];
        Highest = [.. clipped.Select(clip => clip ? 1 : float.MaxValue)];
        IsGaussian = likelihood is null
            ? [.. offset.Select(_ => false)]
            : [.. likelihood.Ranges.SelectMany(range => Enumerable.Repeat(range.Kind == SlotKind.Gaussian, range.Count))];
    }

    /// <summary>What becomes 0, one per slot; the mean of a slot with <see cref="Quantiles"/>.</summary>
    public ImmutableArray<float> Offset { get; }

    /// <summary>
    /// How much above <see cref="Offset"/> becomes 1, one per slot; 0 where the slot was constant. The standard deviation of a slot with
    /// <see cref="Quantiles"/>.
    /// </summary>
    public ImmutableArray<float> Unit { get; }

    /// <summary>
    /// The distribution of each Gaussian slot that is scaled by ranks; null for a slot that is not. Empty: there are none. Default empty.
    /// </summary>
    /// <exception cref="ArgumentException">There are not as many as slots, or there is one of a slot that is not Gaussian.</exception>
    public ImmutableArray<SlotQuantiles?> Quantiles
    {
        get;
        init
        {
            int slots = Offset.Length;
            bool fits = !value.IsDefault && (value.IsEmpty || value.Length == slots);
            int wrong = fits && !value.IsEmpty
                ? Enumerable.Range(0, slots).FirstOrDefault(slot => value[slot] is not null && !IsGaussian[slot], -1)
                : -1;
            field = fits && wrong < 0 ? value : throw new ArgumentException(
                wrong >= 0
                    ? $"Quantiles of slot {wrong}: expected none, since the slot is not Gaussian, got some."
                    : $"Quantiles: expected none, or an entry for each of {slots} slots, got {(value.IsDefault ? 0 : value.Length)}.",
                nameof(Quantiles));
        }
    } = [];

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

    /// <summary>
    /// What generated and reconstructed values of all slots are kept within, in the units of the input, such as 0 to 255 of pixels. Null:
    /// they go where the networks lead them. Default null.
    /// </summary>
    /// <exception cref="ArgumentException">A bound is not finite, or the lowest value is above the highest.</exception>
    public FeatureRange? OutputRange
    {
        get;
        init => field = value is not { } range || (float.IsFinite(range.Lowest) && range.Lowest <= range.Highest
            && float.IsFinite(range.Highest))
            ? value
            : throw new ArgumentException(
                $"Range of outputs: expected finite bounds, the lowest first, got {range.Lowest} and {range.Highest}.",
                nameof(OutputRange));
    }

    /// <summary>Whether values that a likelihood takes stay as they are.</summary>
    public bool IsIdentity => _isLinearIdentity && Quantiles.IsEmpty;

    /// <summary>Whether <see cref="Invert"/> changes nothing.</summary>
    internal bool IsInverseIdentity => IsIdentity && OutputRange is null;

    /// <summary>Whether all slots are scaled alike, so that a value means the same in each.</summary>
    internal bool IsShared =>
        Quantiles.IsEmpty && Offset.All(value => value == Offset[0]) && Unit.All(value => value == Unit[0]);

    /// <summary>Which slots are Gaussian, and so may have quantiles.</summary>
    internal ImmutableArray<bool> IsGaussian { get; }

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

        return ScalingFit.Of(kind, statistics, likelihood, rows);
    }

    /// <summary>
    /// Scales rows to the range of the likelihood, missing values replaced; in Bernoulli slots, values beyond the learned range are
    /// clipped, and in slots with quantiles become the score of its end. <c>[count, slots] -> [count, slots]</c>, in place if wanted.
    /// </summary>
    public void Scale(ReadOnlySpan<float> rows, Span<float> scaled)
    {
        ReadOnlySpan<float> offset = Offset.AsSpan(), factor = Factor.AsSpan(), lowest = Lowest.AsSpan(), highest = Highest.AsSpan();
        ReadOnlySpan<float> missing = Missing.AsSpan();
        ReadOnlySpan<SlotQuantiles?> quantiles = Quantiles.AsSpan();
        for (int start = 0; start < rows.Length; start += offset.Length)
        {
            for (int slot = 0; slot < offset.Length; slot++)
            {
                float value = rows[start + slot];
                value = !missing.IsEmpty && float.IsNaN(value) ? missing[slot] : value;
                scaled[start + slot] = !quantiles.IsEmpty && quantiles[slot] is { } own
                    ? own.Score(value)
                    : Math.Clamp((value - offset[slot]) * factor[slot], lowest[slot], highest[slot]);
            }
        }
    }

    /// <summary>
    /// Brings scaled values back into the units of the input and within <see cref="OutputRange"/>, in place. <c>[count, slots]</c>
    /// </summary>
    public void Invert(Span<float> rows)
    {
        ReadOnlySpan<float> offset = Offset.AsSpan(), unit = Unit.AsSpan();
        ReadOnlySpan<SlotQuantiles?> quantiles = Quantiles.AsSpan();
        (float lowest, float highest) = OutputRange is { } range
            ? (range.Lowest, range.Highest)
            : (float.NegativeInfinity, float.PositiveInfinity);
        for (int start = 0; start < rows.Length; start += offset.Length)
        {
            for (int slot = 0; slot < offset.Length; slot++)
            {
                float scaled = rows[start + slot];
                float value = !quantiles.IsEmpty && quantiles[slot] is { } own
                    ? own.Value(scaled)
                    : offset[slot] + (scaled * unit[slot]);
                rows[start + slot] = Math.Clamp(value, lowest, highest);
            }
        }
    }
}
