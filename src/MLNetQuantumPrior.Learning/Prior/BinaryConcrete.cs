namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The relaxed bit z = sigmoid((l + log u - log(1 - u)) / temperature), u uniform in (0, 1): differentiable, and a Bernoulli bit in the limit of temperature 0
/// (Maddison et al. 2017, Jang et al. 2017).
/// </summary>
internal static class BinaryConcrete
{
    /// <summary>Draws z for each logit with the given uniform numbers.</summary>
    public static void Sample(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, float temperature, Span<float> bits)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            float noise = MathF.Log(uniforms[i] / (1 - uniforms[i]));
            bits[i] = 1 / (1 + MathF.Exp(-(logits[i] + noise) / temperature));
        }
    }

    /// <summary>Chain rule: the gradient by the logits is the gradient by z times z (1 - z) / temperature.</summary>
    public static void Differentiate(ReadOnlySpan<float> bits, ReadOnlySpan<float> bitGradient, float temperature, Span<float> logitGradient)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            logitGradient[i] = bitGradient[i] * bits[i] * (1 - bits[i]) / temperature;
        }
    }
}
