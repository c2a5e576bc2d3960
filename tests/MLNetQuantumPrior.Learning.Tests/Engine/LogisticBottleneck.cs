namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>
/// z = sigmoid(l), with the penalty Weight / 2 l^2: sum over latents, mean over rows. Where the code has several values a latent, part
/// after part, z is the sum of their sigmoids. No randomness, so central differences apply.
/// </summary>
internal sealed class LogisticBottleneck(int latents) : IBottleneck
{
    public const double Weight = .3;

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The latents of one row.</summary>
    public static double[] Latents(double[] code, int latents) =>
        [.. Enumerable.Range(0, latents).Select(i =>
            Enumerable.Range(0, code.Length / latents).Sum(part => Sigmoid(code[(part * latents) + i])))];

    public void Sample(ReadOnlySpan<float> code, Span<float> z)
    {
        int size = code.Length / (z.Length / latents);
        z.Clear();
        for (int i = 0; i < code.Length; i++)
        {
            z[Latent(i, size)] += (float)Sigmoid(code[i]);
        }
    }

    public double Differentiate(
        ReadOnlySpan<float> code, ReadOnlySpan<float> z, ReadOnlySpan<float> latentGradient, Span<float> codeGradient)
    {
        int rows = z.Length / latents, size = code.Length / rows;
        double penalty = 0;
        for (int i = 0; i < code.Length; i++)
        {
            double s = Sigmoid(code[i]);
            penalty += Weight / 2 * code[i] * code[i] / rows;
            codeGradient[i] = (float)((latentGradient[Latent(i, size)] * s * (1 - s)) + (Weight * code[i] / rows));
        }

        return penalty;
    }

    private int Latent(int i, int size) => (i / size * latents) + (i % size % latents);
}
