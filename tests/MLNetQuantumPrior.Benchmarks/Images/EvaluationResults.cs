namespace MLNetQuantumPrior.Benchmarks;

/// <summary>A trained model and its figures.</summary>
internal sealed record EvaluatedModel(Recipe Recipe, TrainedModel Model, Likelihoods.Scores Scores);

/// <summary>All that an evaluation has found so far.</summary>
internal sealed class EvaluationResults(string name, EvaluationBudget budget)
{
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

    /// <summary>One row a prior, as far as its figures are there.</summary>
    public IReadOnlyList<PriorRow> Priors => [.. Candidate.All.Where(candidate => Of(candidate).Any()).Select(candidate =>
    {
        EvaluatedModel[] models = [.. Of(candidate)];
        Figure Over(Func<Likelihoods.Scores, double> value) => Figure.Of(models.Select(model => value(model.Scores)));
        Conditional.Scores[] conditional = [.. Conditional.Where(
            scores => scores.Prior == candidate.Name && scores.Way == Benchmarks.Conditional.Headline(candidate.Name))];
        Figure? Given(Func<Conditional.Scores, double> value) => conditional.Length == 0 ? null : Figure.Of(conditional.Select(value));
        OneClass.Areas[] areas = [.. OneClass.Where(area => area.Prior == candidate.Name)];
        return new PriorRow(
            candidate.Name,
            models[0].Recipe.Latents,
            models[0].Recipe.Epochs,
            models[0].Recipe.LearningRate,
            models[0].Recipe.KlWeight,
            Figure.Of(models.Select(model => model.Model.Seconds)),
            Figure.Of(models.Select(model => model.Model.ProcessorSeconds)),
            Over(scores => scores.Reconstruction),
            Over(scores => scores.Mse),
            Over(scores => scores.Kl),
            Over(scores => scores.Elbo),
            Over(scores => scores.Iw),
            Over(scores => scores.IwAll),
            Over(scores => scores.LogZ),
            models.Max(model => model.Scores.LogZStdErr),
            Over(scores => scores.ActiveShare),
            Over(scores => scores.Frechet),
            Over(scores => scores.ClassEntropy),
            Given(scores => scores.Accuracy),
            Given(scores => scores.Entropy),
            Given(scores => scores.TstrAccuracy),
            areas.Length == 0
                ? null
                : Figure.Of(areas.GroupBy(area => area.Seed).Select(seed => seed.Average(area => area.Combined))));
    })];

    private IEnumerable<EvaluatedModel> Of(Candidate candidate) => Models.Where(model => model.Recipe.Prior == candidate.Name);
}
