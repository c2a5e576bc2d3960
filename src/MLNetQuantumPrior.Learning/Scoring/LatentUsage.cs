using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Which latents say anything about the rows.</summary>
/// <param name="Variances">
/// Of each latent, the variance over rows of its posterior mean: 0 where it is the same for all rows. Bits count as
/// spins, whose variance is at most 1.
/// </param>
public sealed record LatentUsage(ImmutableArray<double> Variances)
{
    /// <summary>A latent is active when its variance is above this (Burda et al. 2016).</summary>
    public const double ActiveVariance = 0.01;

    /// <summary>Share of active latents, within [0, 1].</summary>
    public double ActiveShare => (double)Variances.Count(variance => variance > ActiveVariance) / Variances.Length;

    /// <summary>Measures rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">At least two rows, in the units of the training data. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">There are fewer than two rows, or not whole ones.</exception>
    public static LatentUsage Of(BmVaeModel model, ReadOnlySpan<float> features)
    {
        ArgumentNullException.ThrowIfNull(model);
        int width = model.Architecture.InputSize, latents = model.Architecture.LatentSize, rows = features.Length / width;
        if (features.Length % width != 0 || rows < 2)
        {
            throw new ArgumentException(
                $"Features: expected at least two whole rows of {width} values, got {features.Length} values.", nameof(features));
        }

        float[] means = new float[rows * latents];
        model.Encode(features, means);
        return OfMeans(means, latents, model.Kind);
    }

    /// <summary>Measures rows by what the encoder makes of them, at least one. <c>[rows, CodeSize]</c></summary>
    internal static LatentUsage OfCodes(ReadOnlySpan<float> codes, int latents, PriorKind kind)
    {
        if (kind != PriorKind.Gaussian)
        {
            return OfMeans(codes.ToArray(), latents, kind);
        }

        float[] means = new float[codes.Length / 2];
        NormalCode.Means(codes, latents, means);
        return OfMeans(means, latents, kind);
    }

    /// <summary>Of logits, which are overwritten, or of Gaussian means. <c>[rows, latents]</c></summary>
    private static LatentUsage OfMeans(float[] means, int latents, PriorKind kind)
    {
        if (kind != PriorKind.Gaussian)
        {
            VectorMath.Sigmoid(means, means);
        }

        double unit = kind == PriorKind.Gaussian ? 1 : 2; // a spin is twice its bit less 1
        int rows = means.Length / latents;
        double[] variances = new double[latents];
        for (int i = 0; i < latents; i++)
        {
            (double sum, double squares) = (0, 0);
            for (int row = 0; row < rows; row++)
            {
                double mean = unit * means[(row * latents) + i];
                (sum, squares) = (sum + mean, squares + (mean * mean));
            }

            variances[i] = Math.Max(0, (squares / rows) - (sum / rows * (sum / rows)));
        }

        return new([.. variances]);
    }
}
