using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>Which latents say anything about the rows.</summary>
public static class LatentUsage
{
    /// <summary>A latent is active when the variance over rows of its posterior mean is above this (Burda et al. 2016).</summary>
    public const double ActiveVariance = 0.01;

    /// <summary>Share of active latents, within [0, 1]. Bits count as spins, whose variance is at most 1.</summary>
    /// <param name="model">The model.</param>
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
        if (model.Kind != PriorKind.Gaussian)
        {
            VectorMath.Sigmoid(means, means);
        }

        double unit = model.Kind == PriorKind.Gaussian ? 1 : 2; // a spin is twice its bit less 1
        int active = 0;
        for (int i = 0; i < latents; i++)
        {
            (double sum, double squares) = (0, 0);
            for (int row = 0; row < rows; row++)
            {
                double mean = unit * means[(row * latents) + i];
                (sum, squares) = (sum + mean, squares + (mean * mean));
            }

            active += (squares / rows) - (sum / rows * (sum / rows)) > ActiveVariance ? 1 : 0;
        }

        return (double)active / latents;
    }
}
