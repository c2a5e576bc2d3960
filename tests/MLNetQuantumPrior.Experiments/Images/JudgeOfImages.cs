using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// The classifier that judges generated images: 784-256-128-10, trained on real images that are moved a little in each epoch.
/// </summary>
internal static class JudgeOfImages
{
    public const ulong Seed = 1;
    public static readonly int[] Hidden = [256, 128];

    public static readonly ClassifierOptions Options = new()
    {
        Epochs = 40,
        Augmentation = new(LabeledImages.Side, LabeledImages.Side) { MaxShift = 2, MaxRotation = 10, MaxScaling = 0.1 },
    };

    public static ClassifierArchitecture Architecture { get; } =
        ClassifierArchitecture.Mlp(LabeledImages.Side * LabeledImages.Side, Hidden, LabeledImages.Classes);

    public static Classifier Train(LabeledImages train, ClassifierOptions options, IProgress<ClassifierEpoch>? progress = null) =>
        new ClassifierTrainer(options).Train(train.Images, train.Labels, Architecture, Seed, progress);

    /// <summary>MNIST's comes with the repository; others are trained as it was.</summary>
    public static Classifier Of(string name, FinishedWork done, LabeledImages train, EvaluationBudget budget)
    {
        if (name == "mnist")
        {
            return OfMnist();
        }

        ClassifierOptions options = Options with { Epochs = 2 * budget.ClassifierEpochs };
        string file = done.Of("judge", new { train.Count, options }, () =>
        {
            Train(train, options).Save(done.PathOf("judge.bin"));
            return "judge.bin";
        });
        return Classifier.Load(done.PathOf(file));
    }

    public static Classifier OfMnist() => Classifier.Load(Path.Combine(AppContext.BaseDirectory, "mnist-judge.bin"));
}
