using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

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

    public override string ToString() => FormattableString.Invariant($"{ProcessorSeconds:F0} s of a processor");
}
