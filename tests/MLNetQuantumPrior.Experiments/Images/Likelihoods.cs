using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The models that the figures are of, trained on all training images, measured on the test images.</summary>
internal static class Likelihoods
{
    /// <summary>Seed of the one fixed binarisation of the test images.</summary>
    private const ulong Binarization = 0;

    /// <summary>A model's figures on test images, likelihoods in nats.</summary>
    /// <param name="Iw">Bound with many samples on the first test images.</param>
    /// <param name="IwAll">Bound with fewer samples on all.</param>
    /// <param name="Frechet">Of unconditional images.</param>
    /// <param name="ClassEntropy">Of unconditional images.</param>
    internal sealed record Scores(
        double Reconstruction,
        double Mse,
        double Kl,
        double Elbo,
        double Iw,
        double IwAll,
        double LogZ,
        double LogZStdErr,
        double ActiveShare,
        double Frechet,
        double ClassEntropy)
    {
        public override string ToString() => FormattableString.Invariant(
            $"reconstruction {Reconstruction:F2}, KL {Kl:F2}, ELBO {Elbo:F2}, IW {Iw:F2} / {IwAll:F2}, Frechet {Frechet:F2}");
    }

    public static TrainedModel Model(FinishedWork done, Recipe recipe, LabeledImages train) =>
        TrainedModel.Of(done, $"models/{recipe.Prior}-{recipe.Seed}", recipe, train.Images);

    public static Scores Measure(
        FinishedWork done, EvaluationBudget budget, Recipe recipe, TrainedModel trained, LabeledImages test, Classifier judge) =>
        done.Of($"likelihoods/{recipe.Prior}-{recipe.Seed}", Settings(budget, recipe, trained), () =>
        {
            BmVaeModel model = trained.Load(done);
            BmVaeMetrics all = ModelEvaluation.Measure(model, test.Images, Options(budget.SomeSamples));
            FeatureMatrix few = test.Slice(0, budget.FewImages).Images;
            BmVaeMetrics best = ModelEvaluation.Measure(model, few, Options(budget.ManySamples));
            ReadOnlySpan<float> pixels = test.Images.Slice(0, test.Count);
            SampleQuality quality = SampleQuality.Of(
                judge, UnconditionalImages.Draw(model, budget.UnconditionalImages, recipe.Seed), FeatureMoments.Of(judge, pixels));
            return new Scores(
                all.Reconstruction, all.MeanSquaredError, all.Kl, all.Elbo, best.ImportanceWeightedBound, all.ImportanceWeightedBound,
                all.LogPartition.Value, all.LogPartition.StandardError, LatentUsage.Of(model, pixels).ActiveShare, quality.Frechet,
                quality.ClassEntropy);
        });

    private static object Settings(EvaluationBudget budget, Recipe recipe, TrainedModel trained) => new
    {
        recipe, trained, budget.TestImages, budget.FewImages, budget.ManySamples, budget.SomeSamples, budget.UnconditionalImages,
    };

    private static EvaluationOptions Options(int samples) =>
        new() { ImportanceSamples = samples, Seed = Binarization, MaxDegreeOfParallelism = 1 };
}
