using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Models that saw the images of one class only, and how well they tell the other classes of the test images from it.</summary>
internal static class OneClass
{
    /// <summary>Of the scores: 2 has a reconstruction that is 0 for exact rows, and divergences in the combined one.</summary>
    private const int Version = 2;

    /// <summary>Areas under the curve by what scores the images.</summary>
    internal sealed record Areas(
        string Prior,
        int Class,
        ulong Seed,
        double Combined,
        double Reconstruction,
        double PriorEnergy,
        double FreeEnergy,
        double ProcessorSeconds)
    {
        public override string ToString() => FormattableString.Invariant(
            $"combined {Combined:F4}, reconstruction {Reconstruction:F4}, energy {PriorEnergy:F4}, free energy {FreeEnergy:F4}");
    }

    public static IReadOnlyList<Areas> Run(
        FinishedWork done, EvaluationBudget budget, IReadOnlyList<Tuning.Trial> tuning, LabeledImages train, LabeledImages test, ulong seed)
    {
        (Recipe Recipe, int Class)[] runs = [.. from candidate in Candidate.All
            from label in Enumerable.Range(0, budget.OutlierClasses)
            let tuned = Tuning.Best(tuning, candidate).Recipe
            select (tuned with { Latents = candidate.OneClass, Epochs = budget.OutlierEpochs, Seed = seed }, label)];
        return SideBySide.Select(runs, run => done.Of(
            $"outliers/{run.Recipe.Prior}-{run.Class}-{run.Recipe.Seed}",
            new { Version, run.Recipe, images = train.Count, budget.TestImages },
            () => Measure(run.Recipe, run.Class, train, test)));
    }

    private static Areas Measure(Recipe recipe, int label, LabeledImages train, LabeledImages test)
    {
        LabeledImages own = train.Where(other => other == label);
        LabeledImages ordinary = test.Where(other => other == label), strange = test.Where(other => other != label);
        var clock = new ProcessorClock();
        BmVaeModel model = recipe.Train(own.Images);
        double seconds = clock.ProcessorSeconds;
        OutlierCalibration calibration = OutlierCalibration.Measure(model, own.Images.Slice(0, own.Count), []);
        double Area(OutlierMeasure measure)
        {
            var scorer = new OutlierScorer(model, calibration, measure);
            return Auroc.Of(scorer.Score(ordinary.Images.Slice(0, ordinary.Count)), scorer.Score(strange.Images.Slice(0, strange.Count)));
        }

        return new(
            recipe.Prior, label, recipe.Seed, Area(OutlierMeasure.Combined), Area(OutlierMeasure.Reconstruction),
            Area(OutlierMeasure.PriorEnergy), Area(OutlierMeasure.FreeEnergy), seconds);
    }
}
