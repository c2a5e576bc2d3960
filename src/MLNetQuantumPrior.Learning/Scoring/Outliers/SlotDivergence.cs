namespace MLNetQuantumPrior.Learning;

/// <summary>
/// By how much -log p(x|z) of each slot exceeds the least that any decoder could reach: 0 where the slot is reproduced exactly, whatever
/// its value. Of scaled values x, outputs o and variances v:
/// Bernoulli slots have the Kullback-Leibler divergence of p = sigmoid(o) from x, -log p(x|z) less the entropy of x itself;
/// Gaussian slots (x - o)^2 / (2 v);
/// categorical ones the divergence of softmax(o) from x, shared out over the slots that are not 0.
/// </summary>
internal static class SlotDivergence
{
    /// <summary>Nats of each slot of a row. All spans: <c>[Slots]</c></summary>
    public static void Of(
        Likelihood likelihood, ReadOnlySpan<float> variances, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<double> nats)
    {
        foreach ((SlotKind kind, int first, int count) in likelihood.Ranges)
        {
            ReadOnlySpan<float> o = outputs.Slice(first, count), x = targets.Slice(first, count);
            Span<double> own = nats.Slice(first, count);
            if (kind == SlotKind.Categorical)
            {
                Categorical(o, x, own);
                continue;
            }

            for (int slot = 0; slot < count; slot++)
            {
                own[slot] = kind == SlotKind.Bernoulli
                    ? Bernoulli(o[slot], x[slot])
                    : Math.Pow((double)x[slot] - o[slot], 2) / (2 * variances[first + slot]);
            }
        }
    }

    private static double Bernoulli(double o, double x) =>
        Math.Max(o, 0) + Math.Log(1 + Math.Exp(-Math.Abs(o))) - (x * o) + TimesLog(x) + TimesLog(1 - x);

    /// <summary>x log(x / (S p)) with S the sum of x, which is 1 for a category that is known.</summary>
    private static void Categorical(ReadOnlySpan<float> o, ReadOnlySpan<float> x, Span<double> nats)
    {
        double largest = double.NegativeInfinity, sum = 0, total = 0;
        for (int c = 0; c < o.Length; c++)
        {
            largest = Math.Max(largest, o[c]);
            total += Share(x[c]);
        }

        for (int c = 0; c < o.Length; c++)
        {
            sum += Math.Exp(o[c] - largest);
        }

        double logarithm = largest + Math.Log(sum) - (total > 0 ? Math.Log(total) : 0);
        for (int c = 0; c < o.Length; c++)
        {
            nats[c] = TimesLog(Share(x[c])) + (Share(x[c]) * (logarithm - o[c]));
        }
    }

    /// <summary>What is no share at all, below 0 or above 1, is for <see cref="BeyondRange"/>.</summary>
    private static double Share(float x) => Math.Clamp(x, 0, 1);

    private static double TimesLog(double x) => x > 0 ? x * Math.Log(x) : 0;
}
