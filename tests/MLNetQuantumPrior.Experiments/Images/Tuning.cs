using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Eight trials for each prior on a validation split of the training images: two numbers of latents times three learning rates at a KL
/// weight of 1, then the best of these at two smaller KL weights. The bound with 100 samples on validation images decides.
/// </summary>
internal static class Tuning
{
    private const int ScoredImages = 2000, Samples = 100;
    private const ulong Seed = 1;
    private static readonly double[] LearningRates = [1e-3, 2e-3, 4e-3], SmallerKlWeights = [0.85, 0.7];

    /// <summary>A trial; nats on validation images.</summary>
    internal sealed record Trial(
        Recipe Recipe, double Iw, double Elbo, double Reconstruction, double Kl, double LogZStdErr, double Seconds, double ProcessorSeconds)
    {
        public override string ToString() => FormattableString.Invariant(
            $"lr {Recipe.LearningRate}, KL weight {Recipe.KlWeight}: IW {Iw:F2}, ELBO {Elbo:F2}, {ProcessorSeconds:F0} processor seconds");
    }

    /// <summary>All trials, prior by prior.</summary>
    public static IReadOnlyList<Trial> Run(FinishedWork done, EvaluationBudget budget, LabeledImages train)
    {
        int split = train.Count - budget.ValidationImages;
        FeatureMatrix rest = train.Slice(0, split).Images;
        FeatureMatrix validation = train.Slice(split, Math.Min(train.Count, split + ScoredImages)).Images;

        Recipe[] first = [.. from candidate in Candidate.All
            from latents in new[] { candidate.Small, candidate.Large }
            from rate in LearningRates
            select new Recipe(candidate.Name, latents, rate, KlWeight: 1, budget.TuningEpochs, Seed)];
        Trial[] begun = SideBySide.Select(first, Score);
        Recipe[] second = [.. from candidate in Candidate.All
            from weight in SmallerKlWeights
            select Best(begun, candidate).Recipe with { KlWeight = weight }];
        Trial[] all = [.. begun, .. SideBySide.Select(second, Score)];
        return [.. all.OrderBy(trial => Candidate.All.ToList().IndexOf(trial.Recipe.Candidate))];

        Trial Score(Recipe recipe)
        {
            string name = FormattableString.Invariant(
                $"tuning/{recipe.Prior}-{recipe.Latents}-lr{recipe.LearningRate}-kl{recipe.KlWeight}");
            return done.Of(name, new { recipe, images = split }, () =>
            {
                var clock = new ProcessorClock();
                BmVaeModel model = recipe.Train(rest);
                (double seconds, double processorSeconds) = (clock.WallSeconds, clock.ProcessorSeconds);
                BmVaeMetrics metrics = ModelEvaluation.Measure(
                    model, validation, new() { ImportanceSamples = Samples, MaxDegreeOfParallelism = 1 });
                return new Trial(
                    recipe, metrics.ImportanceWeightedBound, metrics.Elbo, metrics.Reconstruction, metrics.Kl,
                    metrics.LogPartition.StandardError, seconds, processorSeconds);
            });
        }
    }

    /// <summary>The trial of a prior with the highest bound.</summary>
    public static Trial Best(IEnumerable<Trial> trials, Candidate candidate) =>
        trials.Where(trial => trial.Recipe.Prior == candidate.Name).MaxBy(trial => trial.Iw)!;
}
