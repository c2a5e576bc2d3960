using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Measures a model on rows that it was not trained on.</summary>
public static class ModelEvaluation
{
    /// <summary>Samples decoded at once: enough for matrix products at full speed, few enough for the cache.</summary>
    private const int SamplesAtOnce = 512;

    /// <summary>Reconstruction, KL, bounds and log Z, from both sides where it is not exact.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows scaled by the model's own scaling, at least one.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The data have other features than the model, or another likelihood, or no row.</exception>
    public static BmVaeMetrics Measure(BmVaeModel model, FeatureMatrix data, EvaluationOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        if (data.Columns != model.Architecture.InputSize || data.Rows == 0)
        {
            throw new ArgumentException(
                $"Evaluation data: expected at least one row of {model.Architecture.InputSize} features, " +
                $"got {data.Rows} rows of {data.Columns}.",
                nameof(data));
        }

        data.CheckFits(model.Architecture.Likelihood, nameof(data));
        LogPartitionEstimate logZ = LogPartition(model, options, cancel);
        RowScore[] scores = Scores(model, data, options, cancel);
        return new(
            data.Rows,
            scores.Average(score => score.Reconstruction),
            scores.Average(score => score.SquaredError) / data.Columns,
            scores.Average(score => score.Terms.KlWithoutLogZ) + logZ.Value,
            scores.Average(score => score.BoundWithoutLogZ) - logZ.Value,
            options.ImportanceSamples,
            logZ) { Prior = model.Kind };
    }

    /// <summary>The figures of each row, in order.</summary>
    internal static RowScore[] Scores(BmVaeModel model, FeatureMatrix data, EvaluationOptions options, CancellationToken cancel)
    {
        var scores = new RowScore[data.Rows];
        int rowsAtOnce = Math.Max(1, SamplesAtOnce / options.ImportanceSamples), blocks = (data.Rows + rowsAtOnce - 1) / rowsAtOnce;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel },
            () => new RowScorer(model, LatentScorer(model), options),
            (block, _, scorer) =>
            {
                int start = block * rowsAtOnce, end = Math.Min(start + rowsAtOnce, data.Rows);
                scorer.Score(data.Slice(start, end), start, scores.AsSpan(start, end - start));
                return scorer;
            },
            _ => { });
        return scores;
    }

    internal static ILatentScorer LatentScorer(BmVaeModel model) =>
        model.Kind == PriorKind.Gaussian ? new NormalScorer(model.Architecture.LatentSize) : new SpinScorer(model.Prior);

    /// <summary>log Z of exp(-E); with E(z) = |z|^2 / 2 of Gaussian latents it is n log(2 pi) / 2.</summary>
    private static LogPartitionEstimate LogPartition(BmVaeModel model, EvaluationOptions options, CancellationToken cancel) =>
        model.Kind == PriorKind.Gaussian ? new(
            model.Architecture.LatentSize * Math.Log(Math.Tau) / 2, StandardError: 0, EffectiveSampleSize: double.PositiveInfinity,
            LogPartitionMethod.ClosedForm)
        : LogPartitionFunction.Estimate(
            model.Prior, options.Seed, annealing: Annealing(model.Prior.SpinCount, options), cancel: cancel);

    /// <summary>From both sides, but where a rough estimate will do.</summary>
    private static AnnealedImportanceSampling Annealing(int spins, EvaluationOptions options)
    {
        AnnealedImportanceSampling annealing = options.IsRough ? new() : options.Annealing ?? new() { Chains = Chains(spins) };
        return annealing with { Backwards = !options.IsRough, MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };
    }

    /// <summary>Small machines get more chains, up to 16 times as many, for the time that one of 256 spins takes.</summary>
    private static int Chains(int spins)
    {
        const int Usual = 256, Times = 16;
        return Usual * (int)Math.Clamp(Math.Pow((double)Usual / spins, 2), 1, Times);
    }
}
