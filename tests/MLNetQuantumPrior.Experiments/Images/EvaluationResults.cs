using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A trained model and its figures.</summary>
internal sealed record EvaluatedModel(Recipe Recipe, TrainedModel Model, Likelihoods.Scores Scores);

/// <summary>All that an evaluation has found so far.</summary>
internal sealed class EvaluationResults(string name, EvaluationBudget budget)
{
    private static readonly int[] MatchedKls = [10, 15, 20, 25, 30];

    public string Name => name;

    public EvaluationBudget Budget => budget;

    public double JudgeAccuracy { get; set; }

    /// <summary>Frechet distance between training and test images.</summary>
    public double FrechetFloor { get; set; }

    public IReadOnlyList<Tuning.Trial> Tuning { get; set; } = [];

    public IReadOnlyList<EvaluatedModel> Models { get; set; } = [];

    public IReadOnlyList<Conditional.Scores> Conditional { get; set; } = [];

    public IReadOnlyList<OneClass.Areas> OneClass { get; set; } = [];

    public IReadOnlyList<TradeOff.Point> TradeOff { get; set; } = [];

    public IReadOnlyList<Convergence.Point> Convergence { get; set; } = [];

    /// <summary>All numbers: nats on test images, those of tuning and convergence on validation images.</summary>
    public IEnumerable<ResultRow> Rows() =>
    [
        .. Models.SelectMany(Likelihood),
        new("test images", "judge", "accuracy", JudgeOfImages.Seed, JudgeAccuracy),
        new("test images", "training images", "frechet", JudgeOfImages.Seed, FrechetFloor),
        .. Conditional.SelectMany(Classes),
        .. OneClass.GroupBy(area => (area.Prior, area.Seed)).SelectMany(
            classes => Outliers("outliers", classes.Key.Prior, classes.Key.Seed, [.. classes])),
        .. OneClass.SelectMany(area => Outliers($"outliers of class {area.Class}", area.Prior, area.Seed, [area])),
        .. TradeOff.SelectMany(Point),
        .. TradeOff.GroupBy(point => (point.Prior, point.Latents)).SelectMany(AtEqualKl),
        .. Convergence.SelectMany(Point),
        .. Experiments.Convergence.ToGaussianBound(Convergence).Where(prior => prior.First is not null).SelectMany(ToBound),
        .. Tuning.SelectMany(Trial),
    ];

    private IEnumerable<ResultRow> Likelihood(EvaluatedModel model) => Named(
        "test images",
        model.Recipe.Prior,
        model.Recipe.Seed,
        ("latents", model.Recipe.Latents),
        ("learning_rate", model.Recipe.LearningRate),
        ("kl_weight", model.Recipe.KlWeight),
        ("reconstruction", model.Scores.Reconstruction),
        ("kl", model.Scores.Kl),
        ("elbo", model.Scores.Elbo),
        ($"bound_k={budget.ManySamples}_first_{budget.FewImages}", model.Scores.Iw),
        ($"bound_k={budget.SomeSamples}_all", model.Scores.IwAll),
        ("mse", model.Scores.Mse),
        ("log_z", model.Scores.LogZ),
        ("log_z_standard_error", model.Scores.LogZStdErr),
        ("active_share", model.Scores.ActiveShare),
        ("frechet", model.Scores.Frechet),
        ("class_entropy", model.Scores.ClassEntropy),
        ("seconds", model.Model.Seconds),
        ("processor_seconds", model.Model.ProcessorSeconds));

    private static IEnumerable<ResultRow> Classes(Conditional.Scores scores) => Named(
        "images of given classes",
        $"{scores.Prior}: {scores.Way.Replace(", ", " with ")}",
        scores.Seed,
        ("accuracy", scores.Accuracy),
        ("class_entropy", scores.Entropy),
        ("diversity", scores.Diversity),
        ("class_frechet", scores.ClassFrechet),
        ("tstr_accuracy", scores.TstrAccuracy),
        ("processor_seconds", scores.ProcessorSeconds));

    /// <summary>Areas under the curve, mean over classes.</summary>
    private static IEnumerable<ResultRow> Outliers(string set, string prior, ulong seed, OneClass.Areas[] areas) => Named(
        set,
        prior,
        seed,
        ("combined", areas.Average(area => area.Combined)),
        ("reconstruction", areas.Average(area => area.Reconstruction)),
        ("prior_energy", areas.Average(area => area.PriorEnergy)),
        ("free_energy", areas.Average(area => area.FreeEnergy)));

    private IEnumerable<ResultRow> Point(TradeOff.Point point) => Named(
        "trade-off",
        $"{point.Prior} {point.Latents} latents KL weight {point.KlWeight}",
        budget.Seeds[0],
        ("reconstruction", point.Reconstruction),
        ("kl", point.Kl),
        ("elbo", point.Elbo),
        ($"bound_k={budget.SomeSamples / 2}", point.IwAll));

    private IEnumerable<ResultRow> AtEqualKl(IGrouping<(string Prior, int Latents), TradeOff.Point> curve) => Named(
        "reconstruction at equal KL",
        $"{curve.Key.Prior} {curve.Key.Latents} latents",
        budget.Seeds[0],
        [.. MatchedKls.Select(kl => (Kl: kl, Value: Experiments.TradeOff.ReconstructionAt(kl, curve)))
            .Where(point => point.Value is not null)
            .Select(point => ($"kl_{point.Kl}", point.Value!.Value))]);

    private IEnumerable<ResultRow> Point(Convergence.Point point) => Named(
        "convergence",
        $"{point.Prior} {point.Epochs} epochs",
        budget.Seeds[0],
        ("bound_k=100", point.Iw),
        ("seconds", point.Seconds),
        ("processor_seconds", point.ProcessorSeconds));

    /// <summary>The shortest training that reaches the bound of the longest Gaussian one.</summary>
    private IEnumerable<ResultRow> ToBound((string Prior, Convergence.Point? First) prior) => Named(
        "to the Gaussian's final bound",
        prior.Prior,
        budget.Seeds[0],
        ("epochs", prior.First!.Epochs),
        ("seconds", prior.First.Seconds),
        ("processor_seconds", prior.First.ProcessorSeconds));

    private static IEnumerable<ResultRow> Trial(Tuning.Trial trial) => Named(
        "tuning",
        $"{trial.Recipe.Prior} {trial.Recipe.Latents} latents rate {trial.Recipe.LearningRate} KL weight {trial.Recipe.KlWeight}",
        trial.Recipe.Seed,
        ("bound_k=100", trial.Iw),
        ("elbo", trial.Elbo),
        ("reconstruction", trial.Reconstruction),
        ("kl", trial.Kl),
        ("processor_seconds", trial.ProcessorSeconds));

    private static IEnumerable<ResultRow> Named(
        string set, string method, ulong seed, params IReadOnlyList<(string Metric, double Value)> numbers) =>
        numbers.Select(number => new ResultRow(set, method, number.Metric, seed, number.Value));
}
