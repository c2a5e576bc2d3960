namespace MLNetQuantumPrior.Learning;

/// <summary>Names of the tables among the constants of a generator's ONNX file.</summary>
internal static class PortableNames
{
    public const string Weights = "generator.weights";
    public const string WeightsOf = "generator.weightsOf";
    public const string Biases = "generator.biases";
    public const string FirstMachine = "generator.firstMachine";
    public const string Shares = "generator.shares";
    public const string Starts = "generator.starts";
    public const string FirstStart = "generator.firstStart";
    public const string StartCount = "generator.startCount";
    public const string Thresholds = "generator.thresholds";
    public const string Rounds = "generator.rounds";
    public const string EnergyWeights = "generator.energy.weights";
    public const string EnergyBiases = "generator.energy.biases";
    public const string EnergyConstant = "generator.energy.constant";
    public const string EnergyStep = "generator.energy.step";

    public static string ClassifierWeights(int layer) => $"generator.classifier.{layer}.weights";

    public static string ClassifierBiases(int layer) => $"generator.classifier.{layer}.biases";

    public static string ClassifierStep(int layer) => $"generator.classifier.{layer}.step";
}
