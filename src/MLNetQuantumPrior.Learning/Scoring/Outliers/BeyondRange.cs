namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What the encoder does not see of a row, since it is clipped: how far values lie beyond the range of the training data, in nats. With e
/// the distance from the range of a Bernoulli or categorical slot, in units of that range, it is 6 e^2, as of a Gaussian slot with the
/// variance 1/12 of numbers spread evenly over the range. A slot that was constant had no range: any other value lies beyond, and counts
/// e^2 / 2 with e in hundredths of the constant. Of a slot with quantiles it is e^2 / 2 with e in standard deviations of the training data,
/// as of a Gaussian slot with the variance of all. Other Gaussian slots are never clipped.
/// </summary>
internal sealed class BeyondRange
{
    /// <summary>A distance at most: its square is a number in single precision, and far beyond any score.</summary>
    public const float Farthest = 1e9f;

    private const float OfRange = 6, OfDeviation = 0.5f, OfConstant = 0.5f, ConstantShare = 0.01f;

    public BeyondRange(SlotScaling scaling, Likelihood likelihood)
    {
        int slots = likelihood.Slots;
        (Offset, Factor, Lowest, Highest, Weight) = (
            [.. scaling.Offset], [.. scaling.Factor], new float[slots], new float[slots], new float[slots]);
        foreach ((SlotKind kind, int first, int count) in likelihood.Ranges)
        {
            for (int slot = first; slot < first + count; slot++)
            {
                bool isConstant = scaling.Unit[slot] == 0;
                Highest[slot] = isConstant ? 0 : 1;
                Weight[slot] = isConstant ? OfConstant : kind == SlotKind.Gaussian ? 0 : OfRange;
                if (isConstant)
                {
                    Factor[slot] = 1 / (ConstantShare * (Offset[slot] == 0 ? 1 : Math.Abs(Offset[slot])));
                }
                else if (!scaling.Quantiles.IsEmpty && scaling.Quantiles[slot] is { Knots: [var lowest, ..] and [.., var highest] })
                {
                    Lowest[slot] = (lowest.Value - Offset[slot]) * Factor[slot];
                    Highest[slot] = (highest.Value - Offset[slot]) * Factor[slot];
                    Weight[slot] = OfDeviation;
                }
            }
        }
    }

    /// <summary>What becomes 0, one a slot.</summary>
    public float[] Offset { get; }

    /// <summary>Units of range a unit of value.</summary>
    public float[] Factor { get; }

    /// <summary>The range in units of itself.</summary>
    public float[] Lowest { get; }

    /// <inheritdoc cref="Lowest"/>
    public float[] Highest { get; }

    /// <summary>Nats of a squared distance of 1; 0 where the slot is not clipped.</summary>
    public float[] Weight { get; }

    /// <summary>Whether no value can lie beyond.</summary>
    public bool IsEmpty => Weight.All(weight => weight == 0);

    /// <summary>Nats of a slot's value in the units of the training data; NaN, a missing value, lies nowhere.</summary>
    public double Nats(int slot, float value)
    {
        if (float.IsNaN(value) || Weight[slot] == 0)
        {
            return 0;
        }

        float scaled = (value - Offset[slot]) * Factor[slot];
        double distance = Math.Min(Farthest, Math.Abs(scaled - Math.Clamp(scaled, Lowest[slot], Highest[slot])));
        return Weight[slot] * distance * distance;
    }

    /// <summary>Nats of a row.</summary>
    public double Nats(ReadOnlySpan<float> row)
    {
        double sum = 0;
        for (int slot = 0; slot < row.Length; slot++)
        {
            sum += Nats(slot, row[slot]);
        }

        return sum;
    }
}
