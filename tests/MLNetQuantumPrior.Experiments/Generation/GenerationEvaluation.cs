using System.Diagnostics;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The ways of generating by class, on one model of MNIST: accuracy, diversity and worth for training, and pictures.</summary>
internal static class GenerationEvaluation
{
    private const int Latents = 256, Epochs = 24, Generated = 20_000, Classes = 10;
    private const ulong Seed = 1;
    private static readonly ulong[] ClassifierSeeds = [1, 2, 3];

    public static void Run(string dataFolder, string folder)
    {
        LabeledImages train = LabeledImages.Load(dataFolder, "train"), test = LabeledImages.Load(dataFolder, "t10k");
        VaeArchitecture architecture = VaeArchitecture.Mlp(train.Images.Columns, [512, 256], Latents);
        BmVaeModel model = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, new() { Epochs = Epochs })
            .Train(train.Images, architecture, SpinGraph.Complete(Latents), Seed);
        float[] logits = new float[train.Images.Rows * Latents];
        model.Encode(train.Images.Slice(0, train.Images.Rows), logits);
        var codes = new LabelledCodes([.. Enumerable.Range(0, Classes).Select(k => $"{k}")], Latents, logits, train.Labels);
        BoltzmannClasses one = Fit(1), five = Fit(5);

        Run(model, one, five, test, folder);

        BoltzmannClasses Fit(int machines)
        {
            var clock = Stopwatch.StartNew();
            var trainer = new BoltzmannClassTrainer(
                new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 },
                new() { MachinesPerClass = machines, LabelSpins = machines == 1 });
            BoltzmannClasses classes = trainer.Train(model.Prior, codes, Seed);
            Console.WriteLine($"{machines} a class: fitted in {clock.Elapsed.TotalSeconds:F0} s");
            return classes;
        }
    }

    /// <summary>Measures and draws what a model with classes generates.</summary>
    public static void Run(BmVaeModel model, BoltzmannClasses one, BoltzmannClasses five, LabeledImages test, string folder)
    {
        Classifier judge = JudgeOfImages.OfMnist();
        FeatureMoments[] real = [.. Enumerable.Range(0, Classes).Select(k => FeatureMoments.Of(judge, ImagesOf(test, k)))];
        int[] labels = [.. Enumerable.Range(0, Generated).Select(row => row % Classes)];
        ulong[] ids = [.. Enumerable.Range(0, Generated).Select(row => (ulong)row)];
        var rows = new List<ResultRow>();
        var picture = new List<float>();
        foreach ((string way, BoltzmannClasses classes, GenerationCondition condition) in new[]
        {
            ("fields with strength 2", one, GenerationCondition.Fields),
            ("label spins", one, GenerationCondition.LabelSpins),
            ("class priors of 1 machine", one, GenerationCondition.ClassPriors),
            ("class priors of 5 machines", five, GenerationCondition.ClassPriors),
        })
        {
            foreach (bool acceptance in new[] { false, true })
            {
                var options = new GenerationOptions
                {
                    Mode = GenerationMode.Conditional, Condition = condition, Acceptance = acceptance, Seed = Seed,
                };
                SampleSet drawn = new LatentGenerator(model.Prior, classes, options).Draw(labels, ids);
                float[] images = model.Decode(drawn.Spins);
                ConditionalQuality quality = ConditionalQuality.Of(judge, images, labels, real);
                string name = acceptance ? $"{way} accepted" : way;
                Add(name, "accuracy", quality.Accuracy);
                Add(name, "diversity", quality.Diversity);
                Add(name, "class_frechet", quality.ClassFrechet);
                if (drawn.Diagnostics is GenerationDiagnostics { AcceptanceRate: var rate })
                {
                    Add(name, "acceptance_rate", rate);
                }

                double[] trained = [.. ClassifierSeeds.Select(seed => TrainedOn(images, labels, test, seed))];
                rows.AddRange(ClassifierSeeds.Zip(
                    trained, (seed, accuracy) => new ResultRow("MNIST", name, "tstr_accuracy", seed, accuracy)));
                picture.AddRange(images.AsSpan(0, GenerationPictures.Columns * LabeledImages.Side * LabeledImages.Side));
                Console.WriteLine(FormattableString.Invariant(
                    $"{name}: accuracy {quality.Accuracy:F4}, diversity {quality.Diversity:F3}, ") +
                    FormattableString.Invariant($"class Frechet {quality.ClassFrechet:F2}, trained on generated {trained.Average():F4}"));
            }
        }

        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, "generation.json"));
        GenerationPictures.Write(model, one, test, [.. picture], folder);

        void Add(string way, string metric, double value) => rows.Add(new("MNIST", way, metric, Seed, value));
    }

    private static double TrainedOn(float[] images, int[] labels, LabeledImages test, ulong seed)
    {
        ClassifierArchitecture network = ClassifierArchitecture.Mlp(LabeledImages.Side * LabeledImages.Side, [256, 256], Classes);
        return new ClassifierTrainer(new() { Epochs = 12 })
            .Train(new(LabeledImages.Side * LabeledImages.Side, images), labels, network, seed)
            .Accuracy(test.Images, test.Labels);
    }

    private static float[] ImagesOf(LabeledImages digits, int label) =>
        [.. Enumerable.Range(0, digits.Images.Rows).Where(row => digits.Labels[row] == label)
            .SelectMany(row => digits.Images[row].ToArray())];
}
