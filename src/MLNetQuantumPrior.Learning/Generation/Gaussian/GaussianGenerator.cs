namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Draws Gaussian latents of generated rows: from N(0, 1), or from the distribution of each row's class. Safe for concurrent calls.
/// </summary>
/// <remarks>
/// A row depends on the seed, its id and its class alone. A temperature other than 1 widens or narrows every normal distribution: beta
/// divides its covariance.
/// </remarks>
public sealed class GaussianGenerator
{
    private readonly ImmutableArray<GaussianClass> _classes;
    private readonly GenerationOptions _options;

    /// <summary>Prepares generation.</summary>
    /// <param name="model">A model with Gaussian latents.</param>
    /// <param name="options">What to generate.</param>
    /// <exception cref="ArgumentException">
    /// The latents are not Gaussian; the mode is conditional and the model has no classes, the condition is not
    /// <see cref="GenerationCondition.ClassPriors"/>, or <see cref="GenerationOptions.Acceptance"/> is on; or there are
    /// <see cref="GenerationOptions.Attributes"/>; or beta is 0.
    /// </exception>
    public GaussianGenerator(BmVaeModel model, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        bool isConditional = options.IsConditional(!model.GaussianClasses.IsEmpty);
        (string What, string Expected, string Got)? wrong =
            model.Kind != PriorKind.Gaussian ? ("Model", "Gaussian latents", $"a {model.Kind} prior")
            : isConditional && model.GaussianClasses.IsEmpty
                ? ("Generation mode 'Conditional'", "a model with classes", "one without; train it with labels")
            : isConditional && options.Condition != GenerationCondition.ClassPriors
                ? ("Option 'Condition'", $"{GenerationCondition.ClassPriors}, because the latents are Gaussian", $"{options.Condition}")
            : isConditional && options.Acceptance ? ("Option 'Acceptance'", "false, because the latents are Gaussian", "true")
            : !options.Attributes.IsEmpty
                ? ("Option 'Attributes'", "none, because the latents are Gaussian", string.Join(", ", options.Attributes))
            : options.EffectiveBeta == 0 ? ("Option 'Beta'", "a number above 0, because the latents are Gaussian", "0")
            : null;
        if (wrong is { } found)
        {
            throw new ArgumentException($"{found.What}: expected {found.Expected}, got {found.Got}.");
        }

        (LatentSize, _classes, _options) = (model.Architecture.LatentSize, isConditional ? model.GaussianClasses : [], options);
    }

    internal int LatentSize { get; }

    /// <summary>Draws the latents of each row.</summary>
    /// <param name="labels">The number of each row's class, or -1 for none. Outside conditional mode -1 only.</param>
    /// <param name="ids">Names of the rows, one per row: the same id and class give the same latents again.</param>
    /// <returns>Latents. <c>[rows, LatentSize]</c></returns>
    /// <exception cref="ArgumentException">There are not as many labels as ids, or a label is no class.</exception>
    public float[] Draw(ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids)
    {
        LabelCheck.Check(labels, ids.Length, _classes.Length, _options.Mode);
        double scale = 1 / Math.Sqrt(_options.EffectiveBeta);
        float[] latents = new float[checked(ids.Length * LatentSize)], noise = new float[LatentSize];
        for (int row = 0; row < ids.Length; row++)
        {
            Span<float> drawn = latents.AsSpan(row * LatentSize, LatentSize);
            var random = new UniformStream(RandomUse.GaussianRows(_options.Seed, labels[row]), ids[row]);
            if (labels[row] < 0)
            {
                random.FillNormal(drawn, (float)scale);
            }
            else
            {
                float uniform = 0;
                random.Fill(new Span<float>(ref uniform));
                random.FillNormal(noise, deviation: 1);
                _classes[labels[row]].Latents.Choose(uniform).Draw(noise, scale, drawn);
            }
        }

        return latents;
    }
}
