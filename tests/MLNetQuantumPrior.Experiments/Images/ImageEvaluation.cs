using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Priors with the same networks on the same images: tuned with equal budgets, compared over several seeds.</summary>
internal static class ImageEvaluation
{
    /// <param name="name">mnist or fashion.</param>
    /// <param name="dataFolder">The four idx files.</param>
    /// <param name="folder">Receives NAME.json, NAME.md, pictures, and in the folder NAME the finished pieces.</param>
    /// <param name="budget">How much to compute.</param>
    public static void Run(string name, string dataFolder, string folder, EvaluationBudget budget)
    {
        LabeledImages train = LabeledImages.Load(dataFolder, "train").Slice(0, budget.TrainingImages);
        LabeledImages test = LabeledImages.Load(dataFolder, "t10k").Slice(0, budget.TestImages);
        var done = new FinishedWork(Path.Combine(folder, name));
        var results = new EvaluationResults(name, budget);
        var report = new EvaluationReport(folder, done);

        Classifier judge = JudgeOfImages.Of(name, done, train, budget);
        results.JudgeAccuracy = judge.Accuracy(test.Images, test.Labels);
        results.FrechetFloor = FrechetDistance.Between(Moments(judge, train.Slice(0, test.Count)), Moments(judge, test));
        results.Tuning = Tuning.Run(done, budget, train);
        report.Write(results);

        // The most telling comes first, in case the evaluation is cut short.
        Array.ForEach(budget.Seeds, Models);
        Samples(budget.Seeds[0]);
        results.TradeOff = TradeOff.Run(done, budget, results.Tuning, train, test);
        report.Write(results);
        results.Convergence = Convergence.Run(done, budget, results.Tuning, train);
        report.Write(results);
        Array.ForEach(budget.Seeds[1..], Samples);
        Console.WriteLine(File.ReadAllText(Path.Combine(folder, $"{name}.md")));

        void Models(ulong seed)
        {
            Recipe[] recipes = [.. Candidate.All.Select(
                candidate => Tuning.Best(results.Tuning, candidate).Recipe with { Epochs = budget.Epochs, Seed = seed })];
            results.Models = [.. results.Models, .. SideBySide.Select(recipes, recipe =>
            {
                TrainedModel model = Likelihoods.Model(done, recipe, train);
                return new EvaluatedModel(recipe, model, Likelihoods.Measure(done, budget, recipe, model, test, judge));
            })];
            report.Write(results);
        }

        void Samples(ulong seed)
        {
            Func<Conditional.Scores[]>[] conditional =
            [
                .. results.Models.Where(model => model.Recipe.Seed == seed).Reverse().Select(model => (Func<Conditional.Scores[]>)(
                    () => Conditional.Run(done, budget, model.Recipe, model.Model, train, test, judge))),
                () => [Conditional.RealImages(done, budget, train, test, judge, seed)],
            ];
            results.Conditional = [.. results.Conditional, .. SideBySide.Select(conditional, work => work()).SelectMany(scores => scores)];
            report.Write(results);
            results.OneClass = [.. results.OneClass, .. OneClass.Run(done, budget, results.Tuning, train, test, seed)];
            report.Write(results);
        }
    }

    private static FeatureMoments Moments(Classifier judge, LabeledImages images) =>
        FeatureMoments.Of(judge, images.Images.Slice(0, images.Count));
}
