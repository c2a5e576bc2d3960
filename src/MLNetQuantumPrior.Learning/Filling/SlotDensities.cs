namespace MLNetQuantumPrior.Learning;

/// <summary>log p(x | z) of some slots of a row, from the decoder's outputs. Immutable, so safe for concurrent calls.</summary>
internal sealed class SlotDensities
{
    private readonly Likelihood _likelihood;
    private readonly float[] _variances;

    /// <param name="likelihood">The distribution.</param>
    /// <param name="learned">Its trained parameters.</param>
    public SlotDensities(Likelihood likelihood, ReadOnlySpan<float> learned)
    {
        _likelihood = likelihood;
        _variances = new float[likelihood.Slots];
        likelihood.Variances(learned, _variances);
    }

    /// <summary>Sum over the slots that are known, or over those that are not; nats.</summary>
    /// <param name="outputs">The decoder's outputs. <c>[slots]</c></param>
    /// <param name="values">Scaled values. <c>[slots]</c></param>
    /// <param name="known">Which slots are known: of a category all or none. <c>[slots]</c></param>
    /// <param name="ofKnown">Which sum to take.</param>
    public double Sum(ReadOnlySpan<float> outputs, ReadOnlySpan<float> values, ReadOnlySpan<bool> known, bool ofKnown)
    {
        double sum = 0;
        foreach (SlotRange group in _likelihood.Ranges)
        {
            int end = group.First + group.Count;
            if (group.Kind == SlotKind.Categorical)
            {
                sum += known[group.First] == ofKnown ? Category(outputs[group.First..end], values[group.First..end]) : 0;
                continue;
            }

            for (int slot = group.First; slot < end; slot++)
            {
                if (known[slot] == ofKnown)
                {
                    sum += group.Kind == SlotKind.Bernoulli
                        ? (values[slot] * outputs[slot]) - SoftPlus(outputs[slot])
                        : Normal(values[slot] - outputs[slot], _variances[slot]);
                }
            }
        }

        return sum;
    }

    private static float SoftPlus(float x) => MathF.Max(x, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(x)));

    private static double Normal(double difference, double variance) =>
        -(Math.Log(2 * Math.PI * variance) + (difference * difference / variance)) / 2;

    /// <summary>0 where no category is set.</summary>
    private static double Category(ReadOnlySpan<float> outputs, ReadOnlySpan<float> values)
    {
        double largest = double.NegativeInfinity, exponentials = 0, ofValue = 0, given = 0;
        foreach (float output in outputs)
        {
            largest = Math.Max(largest, output);
        }

        for (int k = 0; k < outputs.Length; k++)
        {
            exponentials += Math.Exp(outputs[k] - largest);
            ofValue += values[k] * (double)outputs[k];
            given += values[k];
        }

        return ofValue - (given * (largest + Math.Log(exponentials)));
    }
}
