using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The likelihood that long trainings of the same networks reach, each on one thread.</summary>
internal static class LikelihoodEvaluation
{
    private const int Epochs = 72, TestImages = 1000, ImportanceSamples = 1000;
    private const int QuickEpochs = 2, QuickTrainingImages = 3000, QuickTestImages = 100, QuickSamples = 10;

    /// <summary>Images of which the bound is set beside an annealed one.</summary>
    private const int AnnealedImages = 100;

    /// <summary>Seed of the one fixed binarisation of the test images.</summary>
    private const ulong Binarization = 0;

    /// <summary>Nats on test images.</summary>
    internal sealed record Bounds(double Iw, double Elbo)
    {
        public override string ToString() => FormattableString.Invariant($"IW {Iw:F2}, ELBO {Elbo:F2}");
    }

    /// <summary>How tight the bound is: on some images, the bound itself and log p(x) by annealing, nats.</summary>
    internal sealed record Tightness(double Iw, double Annealed)
    {
        public override string ToString() => FormattableString.Invariant($"of some images: IW {Iw:F2}, annealed {Annealed:F2}");
    }

    /// <summary>
    /// Trains and measures what is not finished yet, and writes likelihood.json, after each set;
    /// or likelihood-quick.json.
    /// </summary>
    /// <param name="sets">What to compute, and folders of the images.</param>
    /// <param name="folder">Receives the results, the finished pieces and the models.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="isQuick">Few images and epochs, to see that everything runs; the figures mean nothing.</param>
    public static void Run(IReadOnlyList<(LikelihoodSet Set, string Data)> sets, string folder, int seeds, bool isQuick)
    {
        string name = isQuick ? "likelihood-quick" : "likelihood";
        var done = new FinishedWork(Path.Combine(folder, name, SourceTree.Digest)); // other sources, other models
        var rows = new List<ResultRow>();
        foreach ((LikelihoodSet set, string data) in sets)
        {
            LabeledImages train = LabeledImages.Load(data, "train"), test = LabeledImages.Load(data, "t10k");
            train = isQuick ? train.Slice(0, QuickTrainingImages) : train;
            test = test.Slice(0, isQuick ? QuickTestImages : TestImages);
            (ulong Seed, string Method, Recipe Recipe)[] work =
            [
                .. from seed in Enumerable.Range(1, seeds) from recipe in set.Recipes
                    select ((ulong)seed, recipe.Method, recipe.Recipe with { Epochs = isQuick ? QuickEpochs : Epochs, Seed = (ulong)seed }),
            ];
            rows.AddRange(SideBySide.Select(work, item => Piece(set, item, train.Images, test.Images)).SelectMany(piece => piece));
            Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
        }

        IEnumerable<ResultRow> Piece(
            LikelihoodSet set, (ulong Seed, string Method, Recipe Recipe) item, FeatureMatrix train, FeatureMatrix test)
        {
            string piece = $"{set.Name}/{item.Method}-{item.Seed}";
            TrainedModel trained = TrainedModel.Of(done, piece, item.Recipe, train);
            int samples = isQuick ? QuickSamples : ImportanceSamples;
            EvaluationOptions options = new() { ImportanceSamples = samples, Seed = Binarization, MaxDegreeOfParallelism = 1 };
            Bounds bounds = done.Of($"{piece}-bounds", new { trained, test.Rows, samples }, () =>
            {
                BmVaeMetrics metrics = ModelEvaluation.Measure(trained.Load(done), test, options);
                return new Bounds(metrics.ImportanceWeightedBound, metrics.Elbo);
            });
            var annealing = isQuick ? new PosteriorAnnealing(Chains: 2, Temperatures: 10) : new PosteriorAnnealing();
            FeatureMatrix some = new(test.Columns, test.Slice(0, Math.Min(test.Rows, AnnealedImages)).ToArray());
            Tightness tightness = done.Of($"{piece}-annealed", new { trained, some.Rows, samples, annealing }, () =>
            {
                BmVaeModel model = trained.Load(done);
                BmVaeMetrics metrics = ModelEvaluation.Measure(model, some, options);
                return new Tightness(
                    metrics.ImportanceWeightedBound, annealing.Measure(model, some, Binarization) - metrics.LogPartition.Value);
            });
            return
            [
                new(set.Name, item.Method, "iw1000", item.Seed, bounds.Iw), new(set.Name, item.Method, "elbo", item.Seed, bounds.Elbo),
                new(set.Name, item.Method, "iw1000Of100", item.Seed, tightness.Iw),
                new(set.Name, item.Method, "annealedOf100", item.Seed, tightness.Annealed),
                new(set.Name, item.Method, "cpuSeconds", item.Seed, trained.ProcessorSeconds),
            ];
        }
    }
}
