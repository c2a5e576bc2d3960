using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>How much each latent says of the rows.</summary>
/// <param name="Nats">
/// Of a bit, its mutual information with the row, H(mean of q) - mean of H(q): 0 where it is the same for all rows, log 2 = 0.69 where it divides them in
/// halves. Of a Gaussian latent, its mean KL.
/// </param>
public sealed record LatentInformation(ImmutableArray<double> Nats)
{
    /// <summary>A latent that says more than this counts as active: 0.01 nats.</summary>
    public const double Active = 0.01;

    /// <summary>Part of the latents that are active.</summary>
    public double ActiveShare => Nats.Count(nats => nats > Active) / (double)Nats.Length;

    /// <summary>Measures rows by their codes. <c>code: [rows, CodeSize]</c></summary>
    internal static LatentInformation Of(ReadOnlySpan<float> code, int latents, PriorKind kind)
    {
        double[] nats = new double[latents];
        int rows = code.Length / (latents * kind.CodePerLatent());
        for (int i = 0; i < latents; i++)
        {
            nats[i] = kind == PriorKind.Gaussian ? MeanKl(code, latents, i, rows) : Information(code, latents, i, rows);
        }

        return new([.. nats]);
    }

    private static double Information(ReadOnlySpan<float> logits, int latents, int latent, int rows)
    {
        double probability = 0, entropy = 0;
        for (int row = 0; row < rows; row++)
        {
            double p = 1 / (1 + Math.Exp(-logits[(row * latents) + latent]));
            probability += p / rows;
            entropy += Entropy(p) / rows;
        }

        return Math.Max(0, Entropy(probability) - entropy);
    }

    private static double MeanKl(ReadOnlySpan<float> code, int latents, int latent, int rows)
    {
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            double mean = code[(2 * row * latents) + latent], logVariance = code[(((2 * row) + 1) * latents) + latent];
            sum += ((mean * mean) + Math.Exp(logVariance) - 1 - logVariance) / 2;
        }

        return sum / rows;
    }

    private static double Entropy(double p) => p is <= 0 or >= 1 ? 0 : -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));
}
