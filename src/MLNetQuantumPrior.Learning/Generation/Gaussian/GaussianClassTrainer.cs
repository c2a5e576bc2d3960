using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Learns what generation needs of each class of a model with Gaussian latents: the distribution of latents that the encoder draws for the
/// class's rows, as a mixture of normal distributions with full covariances.
/// </summary>
/// <remarks>The same seed gives the same classes, whatever the number of threads.</remarks>
/// <param name="componentsPerClass">
/// Components of each class, at least 1. One is the usual baseline; several follow a class of several styles. A class gets no more than
/// one for every <see cref="LeastRowsPerLatent"/> rows a latent.
/// </param>
/// <param name="maxDegreeOfParallelism">Most threads, at least 1; 0 for one per core.</param>
public sealed class GaussianClassTrainer(int componentsPerClass = 1, int maxDegreeOfParallelism = 0)
{
    /// <summary>Rows that a component has for each latent, at least on average: fewer do not tell its covariance.</summary>
    public const int LeastRowsPerLatent = 4;

    private const int RowsAtOnce = 1024;

    /// <summary>Fits every class.</summary>
    /// <param name="model">A model with Gaussian latents.</param>
    /// <param name="scaled">Rows, scaled by the model's own scaling.</param>
    /// <param name="labels">The number of each row's class, or -1 for a row to leave out.</param>
    /// <param name="names">Names of the classes, in the order of their numbers.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="cancel">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">
    /// The latents are not Gaussian, sizes differ, a label is no class, or a class has no row.
    /// </exception>
    public ImmutableArray<GaussianClass> Train(
        BmVaeModel model,
        FeatureMatrix scaled,
        ReadOnlySpan<int> labels,
        ImmutableArray<string> names,
        ulong seed,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scaled);
        ArgumentOutOfRangeException.ThrowIfLessThan(componentsPerClass, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDegreeOfParallelism);
        int n = model.Architecture.LatentSize;
        Check(model, scaled, labels);
        int[][] rows = RowsByClass.Of(names, labels);
        float[] latents = Latents(model, scaled, seed, cancel);
        var classes = new GaussianClass[names.Length];
        var cores = new ParallelOptions
        {
            MaxDegreeOfParallelism = maxDegreeOfParallelism == 0 ? Environment.ProcessorCount : maxDegreeOfParallelism,
            CancellationToken = cancel,
        };
        Parallel.For(0, names.Length, cores, label =>
        {
            float[] own = new float[rows[label].Length * n];
            for (int k = 0; k < rows[label].Length; k++)
            {
                latents.AsSpan(rows[label][k] * n, n).CopyTo(own.AsSpan(k * n));
            }

            int components = Math.Clamp(rows[label].Length / (LeastRowsPerLatent * n), 1, componentsPerClass);
            var fit = new GaussianMixtureFit(own, n, components, new UniformStream(seed, RandomUse.FirstGaussians(label)));
            classes[label] = new(names[label], rows[label].Length, fit.Run(cancel));
        });
        return ImmutableCollectionsMarshal.AsImmutableArray(classes);
    }

    private static void Check(BmVaeModel model, FeatureMatrix scaled, ReadOnlySpan<int> labels)
    {
        if (model.Kind != PriorKind.Gaussian)
        {
            throw new ArgumentException(
                $"Model: expected Gaussian latents, got a {model.Kind} prior. Fit its classes with '{nameof(BoltzmannClassTrainer)}'.",
                nameof(model));
        }

        if (scaled.Columns != model.Architecture.InputSize || labels.Length != scaled.Rows)
        {
            throw new ArgumentException(
                $"Rows: expected {model.Architecture.InputSize} features and a label each, got {scaled.Rows} rows of {scaled.Columns} " +
                $"and {labels.Length} labels.",
                nameof(scaled));
        }
    }

    /// <summary>One draw of q for each row: what the decoder saw in training. <c>[rows, LatentSize]</c></summary>
    private static float[] Latents(BmVaeModel model, FeatureMatrix scaled, ulong seed, CancellationToken cancel)
    {
        var scorer = new NormalScorer(model.Architecture.LatentSize);
        float[] latents = new float[scaled.Rows * model.Architecture.LatentSize];
        for (int start = 0; start < scaled.Rows; start += RowsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(start + RowsAtOnce, scaled.Rows);
            float[] codes = new float[(end - start) * model.Architecture.CodeSize];
            model.EncodeScaled(scaled.Slice(start, end), codes);
            scorer.Draw(codes, samples: 1, RandomUse.ClassLatents(seed), start).CopyTo(latents, start * model.Architecture.LatentSize);
        }

        return latents;
    }
}
