using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Which latents say anything about the rows.</summary>
public static class LatentUsage
{
    /// <summary>A latent is active when the variance over rows of its posterior mean is above this (Burda et al. 2016).</summary>
    public const double ActiveVariance = 0.01;

    /// <summary>
    /// Share of active latents, within [0, 1]. The mean of a bit is its probability of being 1, that of a spin twice that less 1.
    /// </summary>
    /// <param name="model">The model. Its bits count as spins: a variance of at most 1.</param>
    /// <param name="features">At least two rows, in the units of the training data. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">There are fewer than two rows, or not whole ones.</exception>
    public static double ActiveShare(BmVaeModel model, ReadOnlySpan<float> features)
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
        VectorMath.Sigmoid(means, means);
        int active = 0;
        for (int i = 0; i < latents; i++)
        {
            (double sum, double squares) = (0, 0);
            for (int row = 0; row < rows; row++)
            {
                double spin = (2 * means[(row * latents) + i]) - 1;
                (sum, squares) = (sum + spin, squares + (spin * spin));
            }

            active += (squares / rows) - (sum / rows * (sum / rows)) > ActiveVariance ? 1 : 0;
        }

        return (double)active / latents;
    }
}
