using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>What was learned of each slot's range: scaled = (value - <see cref="Minimum"/>) / <see cref="Range"/>, kept within [0, 1].</summary>
public sealed record SlotScaling
{
    /// <summary>Makes a scaling from its numbers.</summary>
    /// <param name="minimum">What becomes 0, finite, one a slot.</param>
    /// <param name="range">How much above it becomes 1, finite and above 0, or 0 where the slot is constant: one a slot.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is out of its range.</exception>
    public SlotScaling(ImmutableArray<float> minimum, ImmutableArray<float> range)
    {
        if (minimum.Length != range.Length)
        {
            throw new ArgumentException($"Scaling: expected as many ranges as the {minimum.Length} minima, got {range.Length}.", nameof(range));
        }

        for (int slot = 0; slot < minimum.Length; slot++)
        {
            if (!(float.IsFinite(minimum[slot]) && float.IsFinite(range[slot]) && range[slot] >= 0))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Scaling of slot {slot}: expected a finite minimum and a finite range of at least 0, got {minimum[slot]} and {range[slot]}."));
            }
        }

        (Minimum, Range) = (minimum, range);
        Factor = [.. range.Select(value => value > 0 ? 1 / value : 0)];
        IsIdentity = minimum.All(value => value == 0) && range.All(value => value == 1);
    }

    /// <summary>What becomes 0, one a slot.</summary>
    public ImmutableArray<float> Minimum { get; }

    /// <summary>How much above <see cref="Minimum"/> becomes 1, one a slot; 0 where the slot was constant.</summary>
    public ImmutableArray<float> Range { get; }

    /// <summary>1 / <see cref="Range"/>, or 0 where the slot was constant.</summary>
    internal ImmutableArray<float> Factor { get; }

    /// <summary>Whether values within [0, 1] stay as they are.</summary>
    public bool IsIdentity { get; }

    /// <summary>The scaling that changes nothing within [0, 1].</summary>
    public static SlotScaling Identity(int slots) => new([.. Enumerable.Repeat(0f, slots)], [.. Enumerable.Repeat(1f, slots)]);

    /// <summary>Learns the ranges of rows of finite values. <c>rows: [count, slots]</c>, at least one row.</summary>
    public static SlotScaling Learn(FeatureScaling kind, ReadOnlySpan<float> rows, int slots)
    {
        if (kind == FeatureScaling.None)
        {
            return Identity(slots);
        }

        float[] low = rows[..slots].ToArray(), high = rows[..slots].ToArray();
        for (int i = slots; i < rows.Length; i++)
        {
            low[i % slots] = Math.Min(low[i % slots], rows[i]);
            high[i % slots] = Math.Max(high[i % slots], rows[i]);
        }

        if (kind == FeatureScaling.Shared)
        {
            Array.Fill(low, low.Min());
            Array.Fill(high, high.Max());
        }

        for (int slot = 0; slot < slots; slot++)
        {
            if (low[slot] >= 0 && high[slot] <= 1)
            {
                (low[slot], high[slot]) = (0, 1);
            }
        }

        return new([.. low], [.. low.Zip(high, (minimum, maximum) => maximum - minimum)]);
    }

    /// <summary>Brings rows into [0, 1]; values beyond the learned range are clipped. <c>[count, slots] -> [count, slots]</c>, in place if wanted.</summary>
    public void Scale(ReadOnlySpan<float> rows, Span<float> scaled)
    {
        ReadOnlySpan<float> minimum = Minimum.AsSpan(), factor = Factor.AsSpan();
        for (int start = 0; start < rows.Length; start += minimum.Length)
        {
            for (int slot = 0; slot < minimum.Length; slot++)
            {
                scaled[start + slot] = Math.Clamp((rows[start + slot] - minimum[slot]) * factor[slot], 0, 1);
            }
        }
    }

    /// <summary>Brings values within [0, 1] back into the units of the input, in place. <c>[count, slots]</c></summary>
    public void Invert(Span<float> rows)
    {
        ReadOnlySpan<float> minimum = Minimum.AsSpan(), range = Range.AsSpan();
        for (int start = 0; start < rows.Length; start += minimum.Length)
        {
            for (int slot = 0; slot < minimum.Length; slot++)
            {
                rows[start + slot] = minimum[slot] + (rows[start + slot] * range[slot]);
            }
        }
    }
}
