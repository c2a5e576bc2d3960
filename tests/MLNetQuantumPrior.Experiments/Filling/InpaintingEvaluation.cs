using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Evaluation;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// The lower half of test images is removed and filled in again: which digit the judge reads, and how much draws of one image differ.
/// </summary>
internal static class InpaintingEvaluation
{
    private const int TestImages = 2000, Draws = 8, Steps = 32;
    private const int QuickTrainingImages = 2000, QuickTestImages = 40;
    private const string Set = "MNIST, lower half removed";

    /// <summary>Figures of one way of filling.</summary>
    /// <param name="Accuracy">Share of all fillings in which the judge reads the digit.</param>
    /// <param name="Majority">Share of images of which the judge reads the digit in most fillings.</param>
    /// <param name="Entropy">Of the digits that the judge reads in the fillings of one image, bits, mean over images.</param>
    /// <param name="EntropyRight">The same over the images whose digit most fillings have.</param>
    /// <param name="EntropyWrong">The same over the others.</param>
    /// <param name="Mse">Squared difference of filled pixels and those of the image, mean over pixels.</param>
    internal sealed record Scores(double Accuracy, double Majority, double Entropy, double EntropyRight, double EntropyWrong, double Mse)
    {
        public double AcceptanceRate { get; init; }

        public override string ToString() =>
            FormattableString.Invariant($"accuracy {Accuracy:F4}, of majorities {Majority:F4}, entropy {Entropy:F3} bits");
    }

    /// <summary>Trains and measures what is not finished yet, and writes inpainting.json and inpainting.png.</summary>
    /// <param name="data">Folder of the four files of MNIST.</param>
    /// <param name="folder">Receives the results, the finished pieces and the models.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="isQuick">Few images, to see that everything runs; the figures mean nothing.</param>
    public static void Run(string data, string folder, int seeds, bool isQuick)
    {
        string name = isQuick ? "inpainting-quick" : "inpainting";
        FinishedWork done = DigitModel.Finished(folder, isQuick);
        LabeledImages train = LabeledImages.Load(data, "train"), test = LabeledImages.Load(data, "t10k");
        train = isQuick ? train.Slice(0, QuickTrainingImages) : train;
        test = test.Slice(0, isQuick ? QuickTestImages : TestImages);
        Classifier judge = JudgeOfImages.OfMnist();
        bool[] known = [.. ImageSlots.Outside(
            (LabeledImages.Side, LabeledImages.Side, 1), left: 0, top: LabeledImages.Side / 2, LabeledImages.Side, LabeledImages.Side / 2)];

        var rows = new List<ResultRow>();
        Scores nearest = done.Of("nearest", new { train.Count, test = test.Count }, () =>
            Score(judge, test, NearestHalf.Fill(train, test, known), draws: 1, known));
        Add("nearest training image", 1, nearest);
        Scores[] scores = SideBySide.Select([.. Enumerable.Range(1, seeds).Select(seed => (ulong)seed)], seed =>
        {
            TrainedModel trained = DigitModel.Train(done, train, seed, isQuick);
            return done.Of($"filled-{seed}", new { trained, test = test.Count, Draws, Steps }, () =>
            {
                Learning.FilledRows filled = Fill(trained.Load(done), test, known, seed);
                return Score(judge, test, [.. filled.Features], Draws, known) with { AcceptanceRate = filled.AcceptanceRate };
            });
        });
        for (int k = 0; k < scores.Length; k++)
        {
            Add("BM-VAE", (ulong)k + 1, scores[k]);
        }

        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
        BmVaeModel model = DigitModel.Train(done, train, 1, isQuick).Load(done);
        LabeledImages shown = test.Slice(0, Math.Min(test.Count, 300));
        FillingPicture.Write(
            Path.Combine(folder, $"{name}.png"), judge, shown, [.. Fill(model, shown, known, 1).Features], Draws, known);

        void Add(string method, ulong seed, Scores own)
        {
            rows.AddRange(
            [
                new(Set, method, "digit", seed, own.Accuracy), new(Set, method, "digit of the majority", seed, own.Majority),
                new(Set, method, "mse", seed, own.Mse),
            ]);
            if (method == "BM-VAE")
            {
                rows.AddRange(
                [
                    new(Set, method, "entropy bits", seed, own.Entropy), new(Set, method, "where right", seed, own.EntropyRight),
                    new(Set, method, "where wrong", seed, own.EntropyWrong), new(Set, method, "acceptance", seed, own.AcceptanceRate),
                ]);
            }
        }
    }

    private static Learning.FilledRows Fill(BmVaeModel model, LabeledImages images, bool[] known, ulong seed) => new RowFiller(
        model,
        new() { Draws = Draws, Steps = Steps, Seed = seed, MaxDegreeOfParallelism = 1 },
        new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }).Fill(
            images.Images.Slice(0, images.Count),
            [.. Enumerable.Repeat(known, images.Count).SelectMany(flags => flags)],
            [.. Enumerable.Range(0, images.Count).Select(row => (ulong)row)]);

    private static Scores Score(Classifier judge, LabeledImages test, float[] filled, int draws, bool[] known)
    {
        int[] found = new int[test.Count * draws];
        judge.Classify(filled, found);
        double right = 0, majority = 0, entropy = 0, ofRight = 0;
        for (int row = 0; row < test.Count; row++)
        {
            int[] digits = found[(row * draws)..((row + 1) * draws)];
            double own = EntropyOf(digits);
            right += digits.Count(digit => digit == test.Labels[row]) / (double)draws;
            entropy += own;
            if (digits.CountBy(digit => digit).MaxBy(pair => (pair.Value, -pair.Key)).Key == test.Labels[row])
            {
                majority++;
                ofRight += own;
            }
        }

        double squares = 0;
        for (int k = 0; k < filled.Length; k++)
        {
            squares += Math.Pow(filled[k] - test.Images[k / known.Length / draws][k % known.Length], 2);
        }

        return new(
            right / test.Count, majority / test.Count, entropy / test.Count, ofRight / Math.Max(1, majority),
            (entropy - ofRight) / Math.Max(1, test.Count - majority),
            squares / (test.Count * draws * known.Count(flag => !flag)));
    }

    /// <summary>Bits.</summary>
    internal static double EntropyOf(int[] digits) => digits.CountBy(digit => digit)
        .Sum(pair => -(pair.Value / (double)digits.Length) * Math.Log2(pair.Value / (double)digits.Length));
}
