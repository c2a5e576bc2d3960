using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Images of given classes by every way there is, as the judge and a classifier that is trained on them find them.</summary>
internal static class Conditional
{
    /// <summary>A way's figures.</summary>
    /// <param name="Way">How latents of a class are drawn.</param>
    /// <param name="TstrAccuracy">Accuracy on test images of a classifier that was trained on these images only.</param>
    internal sealed record Scores(
        string Prior,
        ulong Seed,
        string Way,
        double Accuracy,
        double Entropy,
        double Diversity,
        double ClassFrechet,
        double TstrAccuracy,
        double ProcessorSeconds)
    {
        public override string ToString() => FormattableString.Invariant(
            $"{Way}: accuracy {Accuracy:F4}, diversity {Diversity:F3}, class Frechet {ClassFrechet:F2}, TSTR {TstrAccuracy:F4}");
    }

    /// <summary>The way that a prior's headline figures are of.</summary>
    public static string Headline(string prior) => prior == Candidate.Gaussian.Name ? "one Gaussian" : "class priors";

    public static Scores[] Run(
        FinishedWork done,
        EvaluationBudget budget,
        Recipe recipe,
        TrainedModel trained,
        LabeledImages train,
        LabeledImages test,
        Classifier judge)
    {
        var scoring = new Scoring(budget, test, judge, recipe);
        BmVaeModel model = trained.Load(done);
        return [.. Ways(recipe).Select(way => done.Of(
            $"conditional/{recipe.Prior}-{recipe.Seed}-{way.Name.Replace(", ", "-").Replace(' ', '-')}",
            new { way.Name, recipe, trained, settings = Settings(budget) },
            () =>
            {
                var clock = new ProcessorClock();
                GeneratedImages images = way.Generate(new(model, Classes, train, budget.ImagesPerClass, recipe.Seed));
                return scoring.Of(way.Name, images, clock.ProcessorSeconds);
            }))];

        BoltzmannClasses Classes() => TrainedClasses.Of(done, budget, recipe, trained, train).Load(done);
    }

    /// <summary>Real images: what generated ones are measured by.</summary>
    public static Scores RealImages(
        FinishedWork done, EvaluationBudget budget, LabeledImages train, LabeledImages test, Classifier judge, ulong seed)
    {
        var recipe = new Recipe("real", 0, 0, 0, 0, seed);
        return done.Of($"conditional/real-{seed}", new { settings = Settings(budget), seed }, () =>
            new Scoring(budget, test, judge, recipe).Of("real images", GeneratedImages.Real(train, budget.ImagesPerClass), 0));
    }

    private static object Settings(EvaluationBudget budget) =>
        new { budget.TestImages, budget.ImagesPerClass, budget.ClassFitSteps, budget.ClassifierEpochs };

    private static IEnumerable<ConditionalWay> Ways(Recipe recipe) => recipe.Prior switch
    {
        "gaussian" => ConditionalWay.OfGaussians,
        "complete" or "rbm" => ConditionalWay.OfMachines,
        _ => ConditionalWay.OfMachines.Where(way => way.Name == "class priors"),
    };

    /// <summary>What ways have in common.</summary>
    private sealed class Scoring(EvaluationBudget budget, LabeledImages test, Classifier judge, Recipe recipe)
    {
        private static readonly int[] Hidden = [256, 128];

        private readonly FeatureMoments[] _real = [.. Enumerable.Range(0, LabeledImages.Classes).Select(label =>
        {
            LabeledImages own = test.Where(other => other == label);
            return FeatureMoments.Of(judge, own.Images.Slice(0, own.Count));
        })];

        public Scores Of(string way, GeneratedImages images, double processorSeconds)
        {
            ConditionalQuality quality = ConditionalQuality.Of(judge, images.Pixels, images.Labels, _real);
            var rows = new FeatureMatrix(test.Images.Columns, images.Pixels);
            double tstr = new ClassifierTrainer(new() { Epochs = budget.ClassifierEpochs, MaxDegreeOfParallelism = 1 })
                .Train(rows, images.Labels, ClassifierArchitecture.Mlp(rows.Columns, Hidden, LabeledImages.Classes), recipe.Seed)
                .Accuracy(test.Images, test.Labels);
            return new(
                recipe.Prior, recipe.Seed, way, quality.Accuracy, quality.ClassEntropy, quality.Diversity, quality.ClassFrechet, tstr,
                processorSeconds);
        }
    }
}
