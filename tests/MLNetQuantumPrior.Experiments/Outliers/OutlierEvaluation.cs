using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>How well every measure tells rows of other classes from those of the one class that a model was trained on.</summary>
internal static class OutlierEvaluation
{
    /// <summary>Changes whenever scores do: finished pieces of other versions are computed again.</summary>
    private const int Version = 2;

    private const double HeldOut = 0.1;

    /// <summary>What is computed.</summary>
    /// <param name="Seeds">Seeds 1 to this.</param>
    /// <param name="Classes">Of images, the first so many classes.</param>
    /// <param name="IsValidation">Whether training images are told apart, to choose by, rather than test images.</param>
    internal sealed record Budget(int Seeds, int Classes, bool IsValidation);

    /// <summary>Areas under the ROC curve by measure.</summary>
    internal sealed record Areas(Dictionary<string, double> Of, double ProcessorSeconds)
    {
        public override string ToString() =>
            string.Join(", ", Of.Select(area => FormattableString.Invariant($"{area.Key} {area.Value:F3}")));
    }

    /// <summary>Runs what is not finished yet, and writes outliers.json after each piece.</summary>
    /// <param name="data">Folders with the files of MNIST, Fashion-MNIST and the tables.</param>
    /// <param name="folder">Receives outliers.json and the finished pieces.</param>
    /// <param name="budget">What to compute.</param>
    public static void Run((string Mnist, string Fashion, string Tables) data, string folder, Budget budget)
    {
        string name = budget.IsValidation ? "outliers-validation" : "outliers";
        var done = new FinishedWork(Path.Combine(folder, name));
        OneClassRows[] sets =
        [
            Table("cancer", "breast_cancer.csv", 1, 31), Table("wine", "wine_data.csv", 1, 14), Table("digits", "digits.csv", 3, 65),
            .. Images("mnist", data.Mnist), .. Images("fashion", data.Fashion),
        ];
        var rows = new List<ResultRow>();
        for (ulong seed = 1; seed <= (ulong)budget.Seeds; seed++)
        {
            foreach (OneClassRows set in sets)
            {
                Areas[] areas = SideBySide.Select((PriorKind[])[PriorKind.Boltzmann, PriorKind.Gaussian], kind => done.Of(
                    $"{set.Name.Replace(':', '-')}-{kind}-{seed}",
                    new { Version, set.Training.Rows, ordinary = set.Ordinary.Rows, strange = set.Strange.Rows },
                    () => Measure(set, kind, seed)));
                rows.AddRange(areas.SelectMany(area => area.Of).DistinctBy(area => area.Key).Select(
                    area => new ResultRow(set.Name, area.Key, "auroc", seed, area.Value)));
                Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
            }
        }

        OneClassRows Table(string set, string file, int label, int fields) =>
            OneClassRows.OfTable(set, Path.Combine(data.Tables, file), label, fields, budget.IsValidation);

        IEnumerable<OneClassRows> Images(string set, string images)
        {
            const int Kept = 50_000;
            LabeledImages train = LabeledImages.Load(images, "train");
            (LabeledImages known, LabeledImages other) = budget.IsValidation
                ? (train.Slice(0, Kept), train.Slice(Kept, train.Count))
                : (train, LabeledImages.Load(images, "t10k"));
            return [.. Enumerable.Range(0, budget.Classes).Select(label => OneClassRows.OfImages(set, label, known, other))];
        }
    }

    private static Areas Measure(OneClassRows set, PriorKind kind, ulong seed)
    {
        var clock = new ProcessorClock();
        var areas = Scores(set, kind, seed).ToDictionary(
            measure => measure.Name, measure => Auroc.Of(measure.Score(set.Ordinary), measure.Score(set.Strange)));
        return new(areas, clock.ProcessorSeconds);
    }

    /// <summary>
    /// Trains a model of the training rows, and gives its scores of other rows by measure, with one that needs no model.
    /// </summary>
    public static IEnumerable<(string Name, Func<FeatureMatrix, double[]> Score)> Scores(OneClassRows set, PriorKind kind, ulong seed)
    {
        int held = (int)Math.Ceiling(HeldOut * set.Training.Rows), known = set.Training.Rows - held;
        Likelihood likelihood = set.ArePixels ? Likelihood.Bernoulli(set.Training.Columns) : Likelihood.Gaussian(set.Training.Columns);
        var scaling = SlotScaling.Learn(
            set.ArePixels ? FeatureScaling.None : FeatureScaling.PerSlot, set.Training.Slice(0, set.Training.Rows), likelihood);
        float[] training = [.. set.Training.Slice(0, known)], heldOut = [.. set.Training.Slice(known, set.Training.Rows)];
        BmVaeModel model = Train(set, kind, seed, training, scaling, likelihood);
        var calibration = OutlierCalibration.Measure(model, training, heldOut);
        string prior = kind == PriorKind.Gaussian ? "gaussian" : "boltzmann";
        yield return ($"{prior}:default", rows => Score(null, rows));
        foreach (OutlierMeasure measure in Enum.GetValues<OutlierMeasure>())
        {
            yield return ($"{prior}:{measure}", rows => Score(measure, rows));
        }

        yield return ("squared z-scores", SquaredScores);

        double[] Score(OutlierMeasure? measure, FeatureMatrix rows) =>
            new OutlierScorer(model, calibration, measure).Score(rows.Slice(0, rows.Rows));

        // What a model must beat: how many standard deviations values are from their mean.
        double[] SquaredScores(FeatureMatrix rows)
        {
            Likelihood gaussian = Likelihood.Gaussian(rows.Columns);
            var standard = SlotScaling.Learn(FeatureScaling.PerSlot, training, gaussian);
            float[] scaled = new float[rows.Rows * rows.Columns];
            standard.Scale(rows.Slice(0, rows.Rows), scaled);
            return [.. scaled.Chunk(rows.Columns).Select(row => row.Sum(z => (double)z * z))];
        }
    }

    private static BmVaeModel Train(
        OneClassRows set, PriorKind kind, ulong seed, float[] training, SlotScaling scaling, Likelihood likelihood)
    {
        float[] scaled = new float[training.Length];
        scaling.Scale(training, scaled);
        bool isGaussian = kind == PriorKind.Gaussian;
        var rule = new DataRule(set.Training.Rows, likelihood);
        VaeArchitecture networks = VaeArchitecture.Mlp(
            set.Training.Columns, rule.HiddenSizes.AsSpan(), set.ArePixels ? isGaussian ? 32 : 64 : rule.Latents, kind)
            with { Likelihood = likelihood };
        var trainer = new BmVaeTrainer(
            new SimdEngine { MaxDegreeOfParallelism = 1 },
            new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = 1 },
            new() { Epochs = set.ArePixels ? 30 : null, MaxDegreeOfParallelism = 1 })
        {
            Scaling = scaling,
        };
        return trainer.Train(new FeatureMatrix(likelihood, scaled), networks, kind, seed);
    }
}
