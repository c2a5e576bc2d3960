namespace MLNetQuantumPrior.Learning;

/// <summary>Draws features x from p(x|z). Immutable, so safe for concurrent calls.</summary>
internal sealed class LikelihoodSampler
{
    private readonly Likelihood _likelihood;
    private readonly float[] _deviations;

    /// <param name="likelihood">The distribution.</param>
    /// <param name="learned">Its trained parameters.</param>
    public LikelihoodSampler(Likelihood likelihood, ReadOnlySpan<float> learned)
    {
        _likelihood = likelihood;
        _deviations = new float[likelihood.Slots];
        likelihood.Variances(learned, _deviations);
        foreach (ref float value in _deviations.AsSpan())
        {
            value = MathF.Sqrt(value);
        }
    }

    /// <summary>Replaces the scaled expected features of one row by a draw.</summary>
    public void Draw(UniformStream random, Span<float> row)
    {
        foreach (SlotRange group in _likelihood.Ranges)
        {
            Span<float> values = row.Slice(group.First, group.Count);
            switch (group.Kind)
            {
                case SlotKind.Bernoulli:
                    random.Binarize(values, values);
                    break;
                case SlotKind.Gaussian:
                    AddNoise(random, values, _deviations.AsSpan(group.First, group.Count));
                    break;
                default:
                    DrawCategory(random, values);
                    break;
            }
        }
    }

    private static void AddNoise(UniformStream random, Span<float> means, ReadOnlySpan<float> deviations)
    {
        float[] noise = new float[means.Length];
        random.FillNormal(noise, 1);
        for (int k = 0; k < means.Length; k++)
        {
            means[k] += deviations[k] * noise[k];
        }
    }

    private static void DrawCategory(UniformStream random, Span<float> probabilities)
    {
        float uniform = 0;
        random.Fill(new Span<float>(ref uniform));
        double sum = 0;
        foreach (float probability in probabilities)
        {
            sum += probability;
        }

        double left = uniform * sum; // the sum is 1 but for rounding
        int category = 0;
        while (category < probabilities.Length - 1 && (left -= probabilities[category]) >= 0)
        {
            category++;
        }

        probabilities.Clear();
        probabilities[category] = 1;
    }
}
