namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>
/// z = sigmoid(l), with the penalty Weight / 2 l^2: sum over latents, mean over rows. No randomness, so central differences apply.
/// </summary>
internal sealed class LogisticBottleneck(int latents) : IBottleneck
{
    public const double Weight = .3;

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public void Sample(ReadOnlySpan<float> logits, Span<float> latents)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            latents[i] = (float)Sigmoid(logits[i]);
        }
    }

    public double Differentiate(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> z, ReadOnlySpan<float> latentGradient, Span<float> logitGradient)
    {
        int rows = logits.Length / latents;
        double penalty = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            penalty += Weight / 2 * logits[i] * logits[i] / rows;
            logitGradient[i] = latentGradient[i] * z[i] * (1 - z[i]) + (float)(Weight * logits[i] / rows);
        }

        return penalty;
    }
}
