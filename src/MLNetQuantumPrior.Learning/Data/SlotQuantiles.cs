namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The distribution of a slot as a monotone map between values and scores, which are standard normal where no value is frequent. A value
/// that was seen once has the normal quantile of its rank; one that was seen often has the range of scores of its ranks. As input it is
/// the score of its middle rank, and all scores of its range bring it back. Between neighbouring values the map is linear. What lies beyond
/// the first and the last becomes the score of that one, and no score leads beyond them.
/// </summary>
/// <remarks>
/// With k the last knot not above the value x: x becomes <c>Score[k]</c> if it is <c>Value[k]</c>, else
/// <c>High[k] + (x - Value[k]) / (Value[k + 1] - Value[k]) * (Low[k + 1] - High[k])</c>. With k the last knot whose Low is not above the
/// score s: s becomes <c>Value[k]</c> up to <c>High[k]</c>, else <c>Value[k] + (s - High[k]) / (Low[k + 1] - High[k]) * (Value[k + 1] -
/// Value[k])</c>. All in single precision.
/// </remarks>
public sealed record SlotQuantiles
{
    /// <summary>Knots that a slot may have.</summary>
    public const int MostKnots = 256;

    private readonly float[] _values, _lows;

    /// <summary>Makes a map from its knots.</summary>
    /// <param name="knots">
    /// One to <see cref="MostKnots"/>, finite, by ascending values and scores: Low, Score and High of a knot do not descend, and
    /// the next begins where it ends or above.
    /// </param>
    /// <exception cref="ArgumentException">There are too few or too many, or numbers are not of this kind.</exception>
    public SlotQuantiles(ImmutableArray<QuantileKnot> knots)
    {
        if (knots.IsDefaultOrEmpty || knots.Length > MostKnots)
        {
            int count = knots.IsDefault ? 0 : knots.Length;
            throw new ArgumentException($"Quantiles: expected 1 to {MostKnots}, got {count}.", nameof(knots));
        }

        for (int k = 0; k < knots.Length; k++)
        {
            bool ascends = k == 0 || (knots[k].Value > knots[k - 1].Value && knots[k].Low >= knots[k - 1].High);
            if (!(ascends && knots[k].IsOrdered) || !float.IsFinite(knots[k].Value - knots[0].Value))
            {
                throw new ArgumentException(
                    $"Quantiles: expected finite numbers that ascend, over a finite range, got {knots[k]} at {k}.", nameof(knots));
            }
        }

        Knots = knots;
        _values = [.. knots.Select(knot => knot.Value)];
        _lows = [.. knots.Select(knot => knot.Low)];
    }

    /// <summary>Values and their scores, ascending.</summary>
    public ImmutableArray<QuantileKnot> Knots { get; }

    /// <summary>Whether values were whole numbers only, so that those that scores lead to are rounded. Default false.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The score of a value.</summary>
    internal float Score(float value)
    {
        if (float.IsNaN(value))
        {
            return value;
        }

        float x = Math.Clamp(value, _values[0], _values[^1]);
        int k = LastNotAbove(_values, x);
        QuantileKnot knot = Knots[k];
        if (x == knot.Value)
        {
            return knot.Score;
        }

        QuantileKnot next = Knots[k + 1];
        return Math.Min(next.Low, knot.High + ((x - knot.Value) / (next.Value - knot.Value) * (next.Low - knot.High)));
    }

    /// <summary>The value of a score.</summary>
    internal float Value(float score)
    {
        if (float.IsNaN(score))
        {
            return score;
        }

        float s = Math.Clamp(score, _lows[0], Knots[^1].High);
        int k = LastNotAbove(_lows, s);
        QuantileKnot knot = Knots[k];
        float value = knot.Value;
        if (s > knot.High)
        {
            QuantileKnot next = Knots[k + 1];
            value = Math.Min(next.Value, value + ((s - knot.High) / (next.Low - knot.High) * (next.Value - value)));
        }

        return IsWhole ? MathF.Round(value) : value;
    }

    private static int LastNotAbove(float[] ascending, float value)
    {
        int low = 0, high = ascending.Length; // ascending[low] <= value, all from high on are above
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = ascending[middle] <= value ? (middle, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>A value and its scores.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The smallest score that brings it back.</param>
/// <param name="Score">What it becomes.</param>
/// <param name="High">The largest score that brings it back.</param>
public readonly record struct QuantileKnot(float Value, float Low, float Score, float High)
{
    internal bool IsOrdered => float.IsFinite(Value) && float.IsFinite(Low) && Low <= Score && Score <= High && float.IsFinite(High);
}
