using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Reconstruction against KL over KL weights, on test images; with it a Gaussian prior of as many latents as the complete graph's.
/// </summary>
internal static class TradeOff
{
    private static readonly double[] KlWeights = [0.3, 0.6, 1, 1.7, 3];

    internal sealed record Point(
        string Prior, int Latents, double KlWeight, double Reconstruction, double Kl, double Elbo, double IwAll, double ProcessorSeconds)
    {
        public override string ToString() => FormattableString.Invariant($"reconstruction {Reconstruction:F2}, KL {Kl:F2}, IW {IwAll:F2}");
    }

    /// <summary>Reconstruction at a given KL on the line through a curve's points; none outside of them.</summary>
    public static double? ReconstructionAt(double kl, IEnumerable<Point> curve)
    {
        Point[] points = [.. curve.OrderBy(point => point.Kl)];
        int above = Array.FindIndex(points, point => point.Kl >= kl);
        if (above <= 0)
        {
            return null;
        }

        (Point left, Point right) = (points[above - 1], points[above]);
        double share = (kl - left.Kl) / (right.Kl - left.Kl);
        return left.Reconstruction + (share * (right.Reconstruction - left.Reconstruction));
    }

    public static IReadOnlyList<Point> Run(
        FinishedWork done, EvaluationBudget budget, IReadOnlyList<Tuning.Trial> tuning, LabeledImages train, LabeledImages test)
    {
        Recipe[] tuned = [.. Candidate.All.Select(candidate => Tuning.Best(tuning, candidate).Recipe)];
        Recipe wideGaussian = tuned.Single(recipe => recipe.Candidate.IsGaussian) with { Latents = tuned[^1].Latents };
        Recipe[] recipes = [.. from recipe in tuned.Append(wideGaussian)
            from weight in KlWeights
            select recipe with { KlWeight = weight, Epochs = budget.CurveEpochs }];
        return SideBySide.Select(recipes, recipe =>
        {
            string name = FormattableString.Invariant($"trade-off/{recipe.Prior}-{recipe.Latents}-kl{recipe.KlWeight}");
            return done.Of(name, new { recipe, images = train.Count, budget.TestImages, budget.SomeSamples }, () =>
            {
                var clock = new ProcessorClock();
                BmVaeModel model = recipe.Train(train.Images);
                double seconds = clock.ProcessorSeconds;
                BmVaeMetrics metrics = ModelEvaluation.Measure(
                    model, test.Images, new() { ImportanceSamples = budget.SomeSamples / 2, MaxDegreeOfParallelism = 1 });
                return new Point(
                    recipe.Prior, recipe.Latents, recipe.KlWeight, metrics.Reconstruction, metrics.Kl, metrics.Elbo,
                    metrics.ImportanceWeightedBound, seconds);
            });
        });
    }
}
