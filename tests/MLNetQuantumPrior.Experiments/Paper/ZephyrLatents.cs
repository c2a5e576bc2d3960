using System.Diagnostics;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// As many latents as the paper's processor has qubits for: 2,000 on a Zephyr graph, trained end to end on all cores, beside 256 on the
/// complete graph; and what a step takes beside one of a Gaussian prior of as many latents.
/// </summary>
internal static class ZephyrLatents
{
    private const int Latents = 2000, FewLatents = 256, Rounds = 7, RoundSteps = 200, QuickSteps = 20, Batch = 128;
    private const int Epochs = 12, TestImages = 1000, ImportanceSamples = 1000;
    private static readonly int[] Hidden = [512, 256];

    private sealed record Fit(double Seconds, double Elbo, double Iw, double Reconstruction, double Kl, double LogZError)
    {
        public override string ToString() => FormattableString.Invariant($"{Seconds:F0} s, ELBO {Elbo:F2}, IW {Iw:F2}");
    }

    /// <summary>A chip of so many working qubits: the first of a Zephyr graph of 2,176.</summary>
    public static SpinGraph Graph()
    {
        SpinGraph whole = SpinGraph.Zephyr(8);
        return SpinGraph.FromEdges(Latents, [.. whole.Edges.Where(edge => edge.J < Latents)]);
    }

    public static IEnumerable<ResultRow> Run(PaperWork work)
    {
        LabeledImages train = work.Train(), all = work.Test();
        FeatureMatrix test = all.Slice(0, Math.Min(all.Count, TestImages)).Images;
        var rows = new List<ResultRow>();
        double ratio = work.Done.Of(
            "zephyr/steps", new { Rounds, RoundSteps, work.IsQuick }, () => StepRatio(train.Images, work.IsQuick));
        rows.Add(new("zephyr", "zephyr, 2000", "stepOverGaussian", 1, ratio));
        foreach (ulong seed in work.Seeds)
        {
            foreach ((string method, SpinGraph graph) in new[]
            {
                ("zephyr, 2000", Graph()), ("complete, 256", SpinGraph.Complete(FewLatents)),
            })
            {
                Fit fit = work.Done.Of(
                    $"zephyr/{graph.SpinCount}-{seed}",
                    new { train.Count, test = test.Rows, Epochs },
                    () => Train(graph, train.Images, test, seed, work.IsQuick));
                rows.AddRange(
                [
                    new("zephyr", method, "seconds", seed, fit.Seconds), new("zephyr", method, "elbo", seed, fit.Elbo),
                    new("zephyr", method, "iw1000", seed, fit.Iw), new("zephyr", method, "reconstruction", seed, fit.Reconstruction),
                    new("zephyr", method, "kl", seed, fit.Kl), new("zephyr", method, "logZError", seed, fit.LogZError),
                ]);
            }
        }

        return rows;
    }

    private static Fit Train(SpinGraph graph, FeatureMatrix train, FeatureMatrix test, ulong seed, bool isQuick)
    {
        long start = Stopwatch.GetTimestamp();
        var trainer = new BmVaeTrainer(
            new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, new() { Epochs = isQuick ? 1 : Epochs, KlWeight = 0.7 });
        BmVaeModel model = trainer.Train(train, VaeArchitecture.Mlp(train.Columns, Hidden, graph.SpinCount), graph, seed);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        BmVaeMetrics metrics = ModelEvaluation.Measure(model, test, new() { ImportanceSamples = ImportanceSamples });
        return new(
            seconds, metrics.Elbo, metrics.ImportanceWeightedBound, metrics.Reconstruction, metrics.Kl,
            metrics.LogPartition.StandardError);
    }

    /// <summary>
    /// Time of a step with the Zephyr prior over that with the Gaussian one: the median of rounds by turns, the first of which warms up.
    /// </summary>
    private static double StepRatio(FeatureMatrix train, bool isQuick)
    {
        int steps = isQuick ? QuickSteps : RoundSteps;
        FeatureMatrix rows = new(train.Columns, train.Slice(0, Math.Min(train.Rows, steps * Batch)).ToArray());
        SpinGraph graph = Graph();
        var ratios = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            double gaussian = Seconds(PriorKind.Gaussian), zephyr = Seconds(PriorKind.Boltzmann);
            ratios.Add(zephyr / gaussian);
        }

        return ratios.Skip(1).Order().ElementAt(Rounds / 2);

        // An epoch as its report has it: without what comes before the first step and after the last.
        double Seconds(PriorKind kind)
        {
            var trainer = new BmVaeTrainer(
                new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, new() { Epochs = 1, BatchSize = Batch, ValidationFraction = 0 });
            VaeArchitecture networks = VaeArchitecture.Mlp(rows.Columns, Hidden, Latents, kind);
            double seconds = double.NaN;
            var progress = new EachReport(report => seconds = report.Seconds);
            _ = kind == PriorKind.Gaussian
                ? trainer.Train(rows, networks, kind, 1, progress)
                : trainer.Train(rows, networks, graph, 1, progress);
            return seconds;
        }
    }

    private sealed class EachReport(Action<EpochReport> action) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => action(value);
    }
}
