namespace MLNetQuantumPrior.Learning;

/// <summary>The encoder's q(s|x): independent spins with logits l, P(s_i = +1) = 1 / (1 + exp(-l_i)), mean m_i = tanh(l_i / 2).</summary>
internal static class FactorizedPosterior
{
    /// <summary>m = tanh(l / 2), and the entropy H(q) in nats: sum over all values.</summary>
    /// <remarks>H of one spin is log(1 + exp(-|l|)) + |l| exp(-|l|) / (1 + exp(-|l|)), which is exact and never overflows.</remarks>
    public static double MeansAndEntropy(ReadOnlySpan<float> logits, Span<float> means)
    {
        double entropy = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            float magnitude = MathF.Abs(logits[i]);
            float e = MathF.Exp(-magnitude);
            float other = e / (1 + e); // probability of the less likely sign
            means[i] = MathF.CopySign(1 - (2 * other), logits[i]);
            entropy += MathF.Log(1 + e) + (magnitude * other);
        }

        return entropy;
    }

    /// <summary>
    /// Adds weight * d/dl of [-H(q) + E_q[E]], given d E_q[E] / dm. With q = P(+1): dm/dl = 2 q (1 - q) = (1 - m^2) / 2 and dH/dl = -l q (1 - q), so the gradient is
    /// (1 - m^2) / 2 * (dE/dm + l / 2).
    /// </summary>
    public static void AddKlGradient(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> means, ReadOnlySpan<float> energyByMean, float weight, Span<float> gradient)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            gradient[i] += weight * 0.5f * (1 - (means[i] * means[i])) * (energyByMean[i] + (0.5f * logits[i]));
        }
    }
}
