using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The end of a training: checks by fresh draws that the prior has the moments of the codes, and where they differ, fits it to them with
/// the networks as they are. The better of the two machines is kept.
/// </summary>
internal static class FinishedPrior
{
    /// <summary>More rows would tell their moments no better than the draws tell the machine's.</summary>
    private const int MostRows = 16_384;

    private const int RowsAtOnce = 1024;

    /// <summary>
    /// Annealing a larger machine takes as long as a thousand steps of its training: such a one is checked after longer trainings alone,
    /// and not fitted.
    /// </summary>
    private const int LargeMachine = 1024, StepsOfLargeMachine = 1000;

    /// <summary>Up to so many spins a fit takes a second or two, and is made where the error is half of what would be wrong.</summary>
    private const int MostSpinsToImprove = 128;

    private const int MostRefitSteps = 400, FewestRefitSteps = 50;

    /// <summary>By how many nats a machine may seem worse for the held-out rows: the noise of two estimates of log Z.</summary>
    private const double CrossEntropyNoise = 0.1;

    /// <summary>The same model with a checked prior; unchanged where the latents are no spins, or too many for the check.</summary>
    /// <param name="model">What a training gave.</param>
    /// <param name="rows">What it was trained on.</param>
    /// <param name="steps">How many steps it took: the check takes a small part of their time.</param>
    /// <param name="options">How it was trained.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public static BmVaeModel Of(
        BmVaeModel model, RowSplit rows, long steps, TrainingOptions options, ulong seed, CancellationToken cancel)
    {
        if (model.Kind == PriorKind.Gaussian || (model.Prior.SpinCount > LargeMachine && steps < StepsOfLargeMachine))
        {
            return model;
        }

        IsingModel prior = model.Prior;
        TrainingRun run = model.Training!;
        long count = Math.Min(rows.Training.Count, MostRows);
        if (MomentsOrNull(model, rows.Training.Spread(count), options, seed, cancel) is not var (codes, entropy))
        {
            return model;
        }

        // A large machine wants fewer draws, since each costs more, but not so few that they are of less than 16 families.
        int population = (int)Math.Clamp(16 * steps, 256, prior.SpinCount <= 256 ? 2048 : 1024);
        double codeNoise = count < rows.Training.Count ? 1.0 / count : 0;
        var checker = new PriorChecker(codes, codeNoise, population, seed, options.MaxDegreeOfParallelism);
        CheckedMachine? trained = checker.CheckOrNull(prior, cancel);
        double goodEnough = PriorCheck.LargestError / (prior.SpinCount <= MostSpinsToImprove ? 2 : 1);
        bool mayFit = prior.SpinCount <= LargeMachine && steps >= FewestRefitSteps && run.StopReason != StopReason.TimeLimit;
        if (trained is null || trained.Check.Distance <= goodEnough || !mayFit)
        {
            return model.With(run with { PriorCheck = trained is null ? new(double.NaN, double.NaN) : Known(trained) });
        }

        int chains = Math.Min(population, prior.SpinCount <= MostSpinsToImprove ? 2048 : 1024);
        var fit = new BoltzmannFit(
            prior, codes, fieldsOnly: false, FreshDraws.Sampler(chains, options.MaxDegreeOfParallelism),
            new() { Steps = (int)Math.Min(steps, MostRefitSteps), Chains = chains });
        CheckedMachine? fitted = checker.CheckOrNull(fit.Run(RandomUse.PriorRefit(seed), cancel), cancel);
        TargetMoments judge =
            (rows.Validation is { } held ? MomentsOrNull(model, RowsOf(held), options, seed, cancel)?.Codes : null) ?? codes;
        bool isBetter = fitted is not null && fitted.Check.Distance < trained.Check.Distance
            && fitted.CrossEntropy(judge) <= trained.CrossEntropy(judge) + CrossEntropyNoise;
        if (!isBetter)
        {
            return model.With(run with { PriorCheck = Known(trained) });
        }

        PriorCheck check = Known(fitted!) with { BeforeRefit = Known(trained) };
        return new BmVaeModel(model.Architecture, model.Parameters.ToArray(), fitted!.Model, model.Kind)
            .With(run with { PriorCheck = check });

        PriorCheck Known(CheckedMachine machine) => machine.Check with { Kl = machine.CrossEntropy(codes) - entropy };
    }

    /// <summary>
    /// Moments of the codes of rows, which are made binary as a training makes them, and their mean entropy; null where codes are not
    /// finite.
    /// </summary>
    private static (TargetMoments Codes, double Entropy)? MomentsOrNull(
        BmVaeModel model, IEnumerable<ReadOnlyMemory<float>> rows, TrainingOptions options, ulong seed, CancellationToken cancel)
    {
        (int columns, int latents) = (model.Architecture.InputSize, model.Architecture.LatentSize);
        var moments = new CodeMoments(model.Prior.Graph, count: 1, options.MaxDegreeOfParallelism);
        float[] batch = new float[RowsAtOnce * columns], logits = new float[RowsAtOnce * latents];
        int[] groups = new int[RowsAtOnce];
        double entropy = 0;
        int done = 0;
        using IEnumerator<ReadOnlyMemory<float>> next = rows.GetEnumerator();
        for (int count = Fill(); count > 0; done += count, count = Fill())
        {
            cancel.ThrowIfCancellationRequested();
            Span<float> part = batch.AsSpan(0, count * columns), codes = logits.AsSpan(0, count * latents);
            if (options.DynamicBinarization is true)
            {
                model.Architecture.Likelihood.Binarize(new UniformStream(seed, RandomUse.CheckedRows(done)), part);
            }

            model.EncodeScaled(part, codes);
            foreach (float logit in codes)
            {
                entropy += Entropy(logit);
            }

            if (!double.IsFinite(entropy))
            {
                return null;
            }

            moments.Add(codes, groups.AsSpan(0, count));
        }

        return (moments[0], entropy / done);

        int Fill()
        {
            int count = 0;
            for (; count < RowsAtOnce && next.MoveNext(); count++)
            {
                next.Current.CopyTo(batch.AsMemory(count * columns));
            }

            return count;
        }
    }

    private static IEnumerable<ReadOnlyMemory<float>> RowsOf(FeatureMatrix matrix) =>
        Enumerable.Range(0, matrix.Rows).Select(matrix.Memory);

    /// <summary>Of a bit with P(1) = 1 / (1 + exp(-l)): log(1 + exp(-a)) + a / (1 + exp(a)) with a the size of l.</summary>
    private static double Entropy(float logit)
    {
        double size = Math.Abs((double)logit), odds = Math.Exp(-size);
        return Math.Log(1 + odds) + (size * odds / (1 + odds));
    }
}
