using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A training that is done; its model is in a file.</summary>
internal sealed record TrainedModel(string File, double Seconds, double ProcessorSeconds, ImmutableArray<double> Reconstruction)
{
    /// <summary>Trains, unless it was done before.</summary>
    /// <param name="done">Where models are kept.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="recipe">How.</param>
    /// <param name="images">What the name stands for together with the number of images.</param>
    public static TrainedModel Of(FinishedWork done, string name, Recipe recipe, FeatureMatrix images) =>
        done.Of(name, new { recipe, images = images.Rows }, () =>
        {
            var clock = new ProcessorClock();
            BmVaeModel model = recipe.Train(images);
            (double seconds, double processorSeconds) = (clock.WallSeconds, clock.ProcessorSeconds);
            model.Save(done.PathOf(name + ".bmvae"));
            return new TrainedModel(
                name + ".bmvae", seconds, processorSeconds, [.. model.Training!.Epochs.Select(epoch => epoch.Reconstruction)]);
        });

    public BmVaeModel Load(FinishedWork done) => BmVaeModel.Load(done.PathOf(File));

    public override string ToString() =>
        FormattableString.Invariant($"{Seconds:F0} s by the clock, {ProcessorSeconds:F0} processor seconds");
}

/// <summary>What was learned of the classes of a trained model; in a file with the model.</summary>
internal sealed record TrainedClasses(string File, double ProcessorSeconds)
{
    /// <summary>Learns it on one thread, unless it was done before.</summary>
    public static TrainedClasses Of(
        FinishedWork done, EvaluationBudget budget, Recipe recipe, TrainedModel trained, LabeledImages train)
    {
        string name = $"classes/{recipe.Prior}-{recipe.Seed}";
        return done.Of(name, new { recipe, trained, images = train.Count, budget.ClassFitSteps }, () =>
        {
            var clock = new ProcessorClock();
            BmVaeModel model = trained.Load(done);
            float[] logits = new float[train.Count * model.Architecture.LatentSize];
            model.Encode(train.Images.Slice(0, train.Count), logits);
            var codes = new LabelledCodes(LabeledImages.ClassNames, model.Architecture.LatentSize, logits, train.Labels);
            var trainer = new BoltzmannClassTrainer(
                new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 },
                new()
                {
                    Steps = budget.ClassFitSteps,
                    Classifier = new() { Epochs = 10, InputDropout = 0.1, MaxDegreeOfParallelism = 1 },
                    MaxDegreeOfParallelism = 1,
                });
            model.With(trainer.Train(model.Prior, codes, recipe.Seed)).Save(done.PathOf(name + ".bmvae"));
            return new TrainedClasses(name + ".bmvae", clock.ProcessorSeconds);
        });
    }

    public BoltzmannClasses Load(FinishedWork done) => BmVaeModel.Load(done.PathOf(File)).Classes;

    public override string ToString() =>
        FormattableString.Invariant($"{ProcessorSeconds:F0} processor seconds");
}
