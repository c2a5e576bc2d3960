namespace MLNetQuantumPrior.Learning;

/// <summary>A distribution of latents: normal distributions with full covariances, each drawn from in proportion to its weight.</summary>
public sealed record GaussianMixture
{
    /// <summary>Makes a mixture.</summary>
    /// <param name="components">At least one, all of as many latents, with weights that sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// Sizes differ, a weight or a diagonal value is not above 0, a value is not finite, or the weights do not sum to 1.
    /// </exception>
    public GaussianMixture(ImmutableArray<GaussianComponent> components)
    {
        if (components.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Mixture: expected at least one component, got none.", nameof(components));
        }

        LatentSize = components[0].Mean.Length;
        foreach (GaussianComponent component in components)
        {
            Check(component);
        }

        double sum = components.Sum(component => component.Weight);
        if (!(Math.Abs(sum - 1) < 1e-6))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Weights of a mixture: expected a sum of 1, got {sum}."), nameof(components));
        }

        Components = components;
    }

    /// <summary>The normal distributions.</summary>
    public ImmutableArray<GaussianComponent> Components { get; }

    /// <summary>Number of latents.</summary>
    public int LatentSize { get; }

    /// <summary>The component that a uniform number in (0, 1) chooses.</summary>
    internal GaussianComponent Choose(double uniform) =>
        Components[WeightedChoice.Of([.. Components.Select(component => component.Weight)], uniform)];

    private void Check(GaussianComponent component)
    {
        int triangle = GaussianComponent.TriangleLength(LatentSize);
        if (LatentSize == 0 || component.Mean.Length != LatentSize || component.Root.Length != triangle)
        {
            throw new ArgumentException(
                $"Component of a mixture: expected {LatentSize} means, at least one, and {triangle} values of the Cholesky factor, " +
                $"got {component.Mean.Length} and {component.Root.Length}.");
        }

        bool isValid = component.Weight > 0 && component.Mean.All(float.IsFinite) && component.Root.All(float.IsFinite);
        for (int i = 0; i < LatentSize; i++)
        {
            isValid &= component.Root[GaussianComponent.TriangleLength(i + 1) - 1] > 0;
        }

        if (!isValid)
        {
            throw new ArgumentException(
                "Component of a mixture: expected finite numbers, with a weight and a diagonal above 0, got others.");
        }
    }
}

/// <summary>What was learned of one class of a model with Gaussian latents, for generation.</summary>
/// <param name="Name">The class's label.</param>
/// <param name="Rows">Rows of the training data in this class.</param>
/// <param name="Latents">The distribution of the class's latents.</param>
public sealed record GaussianClass(string Name, long Rows, GaussianMixture Latents);
