namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Results as Markdown tables.</summary>
internal static class EvaluationTables
{
    private static readonly int[] MatchedKls = [10, 15, 20, 25, 30];

    public static IEnumerable<string> Of(EvaluationResults results) =>
    [
        .. Likelihoods(results), .. Quality(results), .. Conditional(results), .. OneClass(results), .. TradeOff(results),
        .. MatchedKl(results), .. Convergence(results), .. ToGaussianBound(results), .. Tuning(results),
    ];

    private static IEnumerable<string> Likelihoods(EvaluationResults results) => Table(
        "Likelihood", "Test images, nats, mean ± standard deviation over seeds.",
        ["prior", "latents", "rate", "KL weight", "reconstruction", "KL", "ELBO", "IW, k = 1000, first 1,000", "IW, k = 100, all",
            "MSE", "log Z ± s.e.", "active", "s", "s of a processor"],
        results.Priors.Select(row => new[]
        {
            row.Prior, $"{row.Latents}", $"{row.LearningRate}", $"{row.KlWeight}", row.Reconstruction.ToString(2), row.Kl.ToString(2),
            row.Elbo.ToString(2), row.Iw.ToString(2), row.IwAll.ToString(2), row.Mse.ToString(5),
            $"{row.LogZ.Mean:F2} ± {row.LogZStdErr:F2}", row.ActiveShare.ToString(2), row.Seconds.ToString(0),
            row.ProcessorSeconds.ToString(0),
        }));

    private static IEnumerable<string> Quality(EvaluationResults results) => Table(
        "Unconditional images",
        $"Fresh draws; Frechet distance to the test images in the judge's features (training images: {results.FrechetFloor:F2}); " +
            "entropy of classes, at most 2.30.",
        ["prior", "Frechet", "class entropy"],
        results.Priors.Select(row => new[] { row.Prior, row.Frechet.ToString(2), row.ClassEntropy.ToString(3) }));

    private static IEnumerable<string> Conditional(EvaluationResults results) => Table(
        "Conditional images",
        $"{results.Budget.ImagesPerClass} of each class; judge's accuracy on test images {results.JudgeAccuracy:F4}.",
        ["prior", "way", "accuracy", "entropy", "diversity", "class Frechet", "TSTR"],
        results.Conditional.GroupBy(scores => (scores.Prior, scores.Way)).Select(group => new[]
        {
            group.Key.Prior, group.Key.Way, Over(group, scores => scores.Accuracy, 4), Over(group, scores => scores.Entropy, 3),
            Over(group, scores => scores.Diversity, 3), Over(group, scores => scores.ClassFrechet, 2),
            Over(group, scores => scores.TstrAccuracy, 4),
        }));

    private static IEnumerable<string> OneClass(EvaluationResults results) => Table(
        "Outliers", "Models of one class; area under the curve for the other classes of the test images, mean over classes.",
        ["prior", "combined", "reconstruction", "prior energy", "free energy"],
        results.OneClass.GroupBy(area => area.Prior).Select(group => new[]
        {
            group.Key, Mean(group, area => area.Combined), Mean(group, area => area.Reconstruction), Mean(group, area => area.PriorEnergy),
            Mean(group, area => area.FreeEnergy),
        }));

    private static IEnumerable<string> TradeOff(EvaluationResults results) => Table(
        "Trade-off", $"One seed, {results.Budget.CurveEpochs} epochs, test images.",
        ["prior", "latents", "KL weight", "reconstruction", "KL", "ELBO", $"IW, k = {results.Budget.SomeSamples / 2}"],
        results.TradeOff.Select(point => new[]
        {
            point.Prior, $"{point.Latents}", $"{point.KlWeight}", $"{point.Reconstruction:F2}", $"{point.Kl:F2}", $"{point.Elbo:F2}",
            $"{point.IwAll:F2}",
        }));

    private static IEnumerable<string> MatchedKl(EvaluationResults results) => Table(
        "Reconstruction at equal KL", "On straight lines between the points of the trade-off; nats.",
        ["prior", "latents", .. MatchedKls.Select(kl => $"KL {kl}")],
        results.TradeOff.GroupBy(point => (point.Prior, point.Latents)).Select(curve => (string[])
        [
            curve.Key.Prior, $"{curve.Key.Latents}",
            .. MatchedKls.Select(kl => Benchmarks.TradeOff.ReconstructionAt(kl, curve) is { } value ? $"{value:F2}" : "-"),
        ]));

    private static IEnumerable<string> Convergence(EvaluationResults results) => Table(
        "Convergence", "Whole trainings of several lengths on the training split; bound with 100 samples on validation images.",
        ["prior", "epochs", "IW", "s", "s of a processor"],
        results.Convergence.Select(point => new[]
        {
            point.Prior, $"{point.Epochs}", $"{point.Iw:F2}", $"{point.Seconds:F0}", $"{point.ProcessorSeconds:F0}",
        }));

    private static IEnumerable<string> ToGaussianBound(EvaluationResults results) => Table(
        "To the Gaussian's final bound", "The shortest of these trainings that reaches the bound of the longest Gaussian one.",
        ["prior", "epochs", "s", "s of a processor"],
        Benchmarks.Convergence.ToGaussianBound(results.Convergence).Select(row => row.First is { } first
            ? new[] { row.Prior, $"{first.Epochs}", $"{first.Seconds:F0}", $"{first.ProcessorSeconds:F0}" }
            : [row.Prior, "not reached", "-", "-"]));

    private static IEnumerable<string> Tuning(EvaluationResults results) => Table(
        "Tuning", $"{results.Budget.TuningEpochs} epochs on the training split, bound with 100 samples on 2,000 validation images.",
        ["prior", "latents", "rate", "KL weight", "IW", "ELBO", "reconstruction", "KL", "s of a processor"],
        results.Tuning.Select(trial => new[]
        {
            trial.Recipe.Prior, $"{trial.Recipe.Latents}", $"{trial.Recipe.LearningRate}", $"{trial.Recipe.KlWeight}", $"{trial.Iw:F2}",
            $"{trial.Elbo:F2}", $"{trial.Reconstruction:F2}", $"{trial.Kl:F2}", $"{trial.ProcessorSeconds:F0}",
        }));

    private static string Over<T>(IEnumerable<T> items, Func<T, double> value, int decimals) =>
        Figure.Of(items.Select(value)).ToString(decimals);

    /// <summary>Mean over classes of each seed, then over seeds.</summary>
    private static string Mean(IEnumerable<OneClass.Areas> areas, Func<OneClass.Areas, double> value) =>
        Figure.Of(areas.GroupBy(area => area.Seed).Select(seed => seed.Average(value))).ToString(4);

    private static IEnumerable<string> Table(string title, string note, string[] head, IEnumerable<string[]> rows)
    {
        string[] lines = [.. rows.Select(row => $"| {string.Join(" | ", row)} |")];
        return lines.Length == 0
            ? []
            : [$"## {title}", "", note, "", $"| {string.Join(" | ", head)} |", $"|{string.Concat(head.Select(_ => "---|"))}", .. lines, ""];
    }
}
