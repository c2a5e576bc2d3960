using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// The bound on validation images that whole trainings of several lengths reach, each with its own warm-up and decay, and with that what it
/// takes to reach the bound of the longest Gaussian one.
/// </summary>
internal static class Convergence
{
    private const int ScoredImages = 2000, Samples = 100;

    internal sealed record Point(string Prior, int Epochs, double Iw, double Seconds, double ProcessorSeconds)
    {
        public override string ToString() => FormattableString.Invariant($"IW {Iw:F2} after {ProcessorSeconds:F0} processor seconds");
    }

    /// <summary>The shortest training of each prior that reaches the bound of the longest Gaussian one; none where none does.</summary>
    public static IEnumerable<(string Prior, Point? First)> ToGaussianBound(IReadOnlyList<Point> points)
    {
        double? bound = points.LastOrDefault(point => point.Prior == Candidate.Gaussian.Name)?.Iw;
        return points.GroupBy(point => point.Prior).Select(
            prior => (prior.Key, prior.Where(point => point.Iw >= bound).MinBy(point => point.Epochs)));
    }

    public static IReadOnlyList<Point> Run(
        FinishedWork done, EvaluationBudget budget, IReadOnlyList<Tuning.Trial> tuning, LabeledImages train)
    {
        int split = train.Count - budget.ValidationImages;
        FeatureMatrix rest = train.Slice(0, split).Images;
        FeatureMatrix validation = train.Slice(split, Math.Min(train.Count, split + ScoredImages)).Images;
        Recipe[] recipes = [.. from candidate in Candidate.All
            where candidate != Candidate.Bernoulli
            from epochs in budget.ConvergenceEpochs
            select Tuning.Best(tuning, candidate).Recipe with { Epochs = epochs }];
        return SideBySide.Select(recipes, recipe => done.Of(
            $"convergence/{recipe.Prior}-{recipe.Epochs}", new { recipe, images = split }, () =>
            {
                var clock = new ProcessorClock();
                BmVaeModel model = recipe.Train(rest);
                (double seconds, double processorSeconds) = (clock.WallSeconds, clock.ProcessorSeconds);
                BmVaeMetrics metrics = ModelEvaluation.Measure(
                    model, validation, new() { ImportanceSamples = Samples, MaxDegreeOfParallelism = 1 });
                return new Point(recipe.Prior, recipe.Epochs, metrics.ImportanceWeightedBound, seconds, processorSeconds);
            }));
    }
}
