using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A trained model of digits with its attributes and, for the digit, its classes; each of its parts is in a file.</summary>
internal sealed record DigitModel(string File, double ProcessorSeconds)
{
    private const int Latents = 256, Epochs = 24, Steps = 1000, ClassifierEpochs = 30;
    private const int QuickEpochs = 1, QuickSteps = 20, QuickClassifierEpochs = 1;

    /// <summary>How a model is trained.</summary>
    private static Recipe RecipeOf(ulong seed, bool isQuick) =>
        new(Candidate.Complete.Name, Latents, LearningRate: 2e-3, KlWeight: 0.7, isQuick ? QuickEpochs : Epochs, seed);

    /// <summary>Where pieces are kept: other sources, other models.</summary>
    public static FinishedWork Finished(string folder, bool isQuick) =>
        new(Path.Combine(folder, isQuick ? "digits-quick" : "digits", SourceTree.Digest));

    /// <summary>Trains a model on one thread, unless it was done before: by whichever experiment on digits.</summary>
    public static TrainedModel Train(FinishedWork done, LabeledImages images, ulong seed, bool isQuick, string name = "model") =>
        TrainedModel.Of(done, $"{name}-{seed}", RecipeOf(seed, isQuick), images.Images);

    /// <summary>Trains a model, its attributes and its classes on one thread, unless it was done before.</summary>
    /// <param name="done">Where the pieces are kept.</param>
    /// <param name="name">What stands for the images together with their number: "model" for those of the training set.</param>
    /// <param name="digits">The images.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="isQuick">Whether the figures mean nothing.</param>
    /// <param name="withClasses">Whether each digit has a machine of its own.</param>
    public static DigitModel Of(FinishedWork done, string name, MeasuredDigits digits, ulong seed, bool isQuick, bool withClasses)
    {
        TrainedModel trained = Train(done, digits.Images, seed, isQuick, name);
        string file = $"{name}-attributes-{(withClasses ? "classes-" : "")}{seed}";
        return done.Of(file, new { trained, digits.Count, digits.Measured.Length, withClasses }, () =>
        {
            var clock = new ProcessorClock();
            Learn(trained.Load(done), digits, seed, Options(isQuick), withClasses).Save(done.PathOf(file + ".bmvae"));
            return new DigitModel(file + ".bmvae", clock.ProcessorSeconds);
        });
    }

    /// <summary>How fields, machines and classifiers are fitted.</summary>
    public static ClassFitOptions Options(bool isQuick) => new()
    {
        Steps = isQuick ? QuickSteps : Steps,
        Classifier = new()
        {
            Epochs = isQuick ? QuickClassifierEpochs : ClassifierEpochs, InputDropout = 0.1, MaxDegreeOfParallelism = 1,
        },
        MaxDegreeOfParallelism = 1,
    };

    public BmVaeModel Load(FinishedWork done) => BmVaeModel.Load(done.PathOf(File));

    public override string ToString() => FormattableString.Invariant($"{ProcessorSeconds:F0} processor seconds");

    private static BmVaeModel Learn(BmVaeModel model, MeasuredDigits digits, ulong seed, ClassFitOptions options, bool withClasses)
    {
        float[] logits = new float[digits.Count * Latents];
        model.Encode(digits.Images.Images.Slice(0, digits.Count), logits);
        var sampler = new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 };
        BoltzmannClasses? classes = withClasses
            ? new BoltzmannClassTrainer(sampler, options).Train(
                model.Prior, new LabelledCodes(LabeledImages.ClassNames, Latents, logits, digits.Images.Labels), seed)
            : null;
        int[] values = [.. Enumerable.Range(0, digits.Count).SelectMany(
            row => Enumerable.Range(0, digits.AttributeCount).Select(attribute => digits.Value(row, attribute)))];
        BoltzmannAttributes attributes = new AttributeTrainer(sampler, options).Train(
            model.Prior, new(digits.Attributes(), Latents, logits, values), seed, MeasuredDigits.Digit, classes);
        return (classes is null ? model : model.With(classes)).With(attributes);
    }
}
