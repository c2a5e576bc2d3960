using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Whole trainings of several lengths on MNIST, each with its own warm-up and decay: the Boltzmann prior, the Gaussian prior of as many
/// latents, and the Gaussian prior of the number of latents that suits it, with the same encoder and decoder up to the latents.
/// </summary>
internal static class PriorConvergence
{
    private const int ImportanceSamples = 100, ScoredImages = 2000;
    private static readonly int[] Epochs = [2, 4, 8, 16], QuickEpochs = [1, 2];

    // Rates and weights of the KL term as the evaluation's tuning chose them on validation images; see docs/evaluation-mnist.md.
    private static readonly (string Method, Recipe Recipe)[] Priors =
    [
        ("boltzmann, 256", new(Candidate.Complete.Name, 256, 2e-3, 0.7, 0, 0)),
        ("gaussian, 256", new(Candidate.Gaussian.Name, 256, 2e-3, 1, 0, 0)),
        ("gaussian, 32", new(Candidate.Gaussian.Name, 32, 2e-3, 1, 0, 0)),
    ];

    private sealed record Point(double Iw, double Elbo, double Reconstruction, double Kl, double ProcessorSeconds)
    {
        public override string ToString() =>
            FormattableString.Invariant($"IW {Iw:F2}, reconstruction {Reconstruction:F2}, KL {Kl:F2}, {ProcessorSeconds:F0} s");
    }

    public static IEnumerable<ResultRow> Run(PaperWork work)
    {
        FeatureMatrix train = work.Train().Images;
        LabeledImages all = work.Test();
        FeatureMatrix test = all.Slice(0, Math.Min(all.Count, ScoredImages)).Images;
        (ulong Seed, string Method, Recipe Recipe)[] items =
        [
            .. from seed in work.Seeds
                from prior in Priors
                from epochs in work.IsQuick ? QuickEpochs : Epochs
                select (seed, prior.Method, prior.Recipe with { Epochs = epochs, Seed = seed }),
        ];
        Point[] points = SideBySide.Select(items, item => work.Done.Of(
            $"convergence/{item.Recipe.Prior}-{item.Recipe.Latents}-{item.Recipe.Epochs}-{item.Seed}",
            new { item.Recipe, images = train.Rows, test = test.Rows },
            () => Measure(item.Recipe, train, test)));
        File.WriteAllText(Path.Combine(work.Output, "paper-convergence.svg"), Chart(items, points));
        return items.Zip(points).SelectMany(pair =>
        {
            (ulong seed, string method, Recipe recipe) = pair.First;
            ResultRow Row(string metric, double value) => new($"epochs:{recipe.Epochs}", method, metric, seed, value);
            Point point = pair.Second;
            return new[]
            {
                Row("iw100", point.Iw), Row("elbo", point.Elbo), Row("reconstruction", point.Reconstruction), Row("kl", point.Kl),
                Row("cpuSeconds", point.ProcessorSeconds),
            };
        });
    }

    private static Point Measure(Recipe recipe, FeatureMatrix train, FeatureMatrix test)
    {
        var clock = new ProcessorClock();
        BmVaeModel model = recipe.Train(train);
        double seconds = clock.ProcessorSeconds;
        BmVaeMetrics metrics = ModelEvaluation.Measure(
            model, test, new() { ImportanceSamples = ImportanceSamples, MaxDegreeOfParallelism = 1 });
        return new(metrics.ImportanceWeightedBound, metrics.Elbo, metrics.Reconstruction, metrics.Kl, seconds);
    }

    private static string Chart((ulong Seed, string Method, Recipe Recipe)[] items, Point[] points) => XyChart.ToSvg(
        "MNIST: bound of whole trainings, mean over seeds",
        "epochs of the training",
        "bound on log p(x), 100 samples, nats",
        [
            .. items.Zip(points).GroupBy(pair => pair.First.Method).Select(method => new XyLine(method.Key,
            [
                .. method.GroupBy(pair => pair.First.Recipe.Epochs).Select(length =>
                    ((double)length.Key, length.Average(pair => pair.Second.Iw))),
            ])),
        ]);
}
