using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// One attribute of test images is edited: whether it is reached, whether the others and the digit stay, and how far the image moves. The
/// digit is read by the judge, the rest is measured on the edited image as on real ones.
/// </summary>
internal static class EditingEvaluation
{
    private const int TestImages = 2000, TrainingImages = 60_000;
    private const int QuickTestImages = 40, QuickTrainingImages = 2000;
    private const ulong EditSeed = 91;

    /// <summary>Sets an attribute of images to a value.</summary>
    /// <param name="images">The images. <c>[rows, pixels]</c></param>
    /// <param name="attribute">Number of the attribute.</param>
    /// <param name="value">Number of the value.</param>
    /// <param name="ids">Names of the images. <c>[rows]</c></param>
    internal delegate EditedImages ImageEditor(float[] images, int attribute, int value, ulong[] ids);

    /// <summary>Images that were edited, and how many bits of the code of each changed.</summary>
    internal sealed record EditedImages(float[] Features, ImmutableArray<int> ChangedBits);

    /// <summary>Figures of the edits of one attribute.</summary>
    /// <param name="Reached">Share of edits whose image has what was set.</param>
    /// <param name="Kept">
    /// Share of the other measured attributes, of images that are not near a border of theirs, that the edited image has too.
    /// </param>
    /// <param name="Digit">Share of edits of other attributes after which the judge reads the digit; NaN where the digit is edited.</param>
    /// <param name="Mse">Squared difference of edited image and image, mean over pixels.</param>
    /// <param name="Bits">Bits of the code that changed, mean over edits.</param>
    internal sealed record Scores(string Attribute, double Reached, double Kept, double Digit, double Mse, double Bits)
    {
        /// <summary>How often encoding and decoding alone keeps the measured attributes: an upper bound of <see cref="Kept"/>.</summary>
        public double KeptByDecoding { get; init; }

        public override string ToString() =>
            FormattableString.Invariant($"{Attribute}: reached {Reached:F4}, others kept {Kept:F4}, digit {Digit:F4}, mse {Mse:F4}");
    }

    /// <summary>Trains and measures what is not finished yet, and writes editing.json and editing.png.</summary>
    /// <param name="data">Folder of the four files of MNIST.</param>
    /// <param name="folder">Receives the results, the finished pieces and the models.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="isQuick">Few images, to see that everything runs; the figures mean nothing.</param>
    public static void Run(string data, string folder, int seeds, bool isQuick)
    {
        string name = isQuick ? "editing-quick" : "editing";
        FinishedWork done = DigitModel.Finished(folder, isQuick);
        MeasuredDigits train = MeasuredDigits.OfTraining(
            LabeledImages.Load(data, "train").Slice(0, isQuick ? QuickTrainingImages : TrainingImages));
        MeasuredDigits test = train.Others(LabeledImages.Load(data, "t10k").Slice(0, isQuick ? QuickTestImages : TestImages));
        Classifier judge = JudgeOfImages.OfMnist();
        Scores[][] scores = SideBySide.Select([.. Enumerable.Range(1, seeds).Select(seed => (ulong)seed)], seed =>
        {
            DigitModel trained = DigitModel.Of(done, "model", train, seed, isQuick, withClasses: false);
            return done.Of($"edits-{seed}", new { trained, test.Count, options = new EditorOptions() }, () =>
            {
                BmVaeModel model = trained.Load(done);
                ImageEditor edit = OfModel(model, test, seed);
                return Enumerable.Range(0, test.AttributeCount)
                    .Select(attribute => Measure(model, edit, judge, test, attribute, seed)).ToArray();
            });
        });
        ResultRow[] rows = [.. scores.SelectMany((own, k) => own.SelectMany(one => Rows(one, (ulong)k + 1)))];
        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
        EditingPicture.Write(
            Path.Combine(folder, $"{name}.png"), DigitModel.Of(done, "model", train, 1, isQuick, withClasses: false).Load(done), test);
    }

    private static IEnumerable<ResultRow> Rows(Scores scores, ulong seed)
    {
        (string Metric, double Value)[] figures =
        [
            ("reached", scores.Reached), ("others kept", scores.Kept), ("others kept by decoding alone", scores.KeptByDecoding),
            ("digit kept", scores.Digit), ("mse", scores.Mse), ("changed bits", scores.Bits),
        ];
        return figures.Where(figure => !double.IsNaN(figure.Value))
            .Select(figure => new ResultRow("MNIST", scores.Attribute, figure.Metric, seed, figure.Value));
    }

    private static ImageEditor OfModel(BmVaeModel model, MeasuredDigits test, ulong seed)
    {
        var editor = new Editor(model, new() { Seed = seed, MaxDegreeOfParallelism = 1 });
        return (images, attribute, value, ids) =>
        {
            EditedRows edited = editor.Edit(images, [test.Is(attribute, value)], ids);
            return new([.. edited.Features], edited.ChangedBits);
        };
    }

    /// <summary>Edits an attribute of every image to another value than it has, each other value as often.</summary>
    internal static Scores Measure(
        BmVaeModel model, ImageEditor edit, Classifier judge, MeasuredDigits test, int attribute, ulong seed)
    {
        float[] pixels = test.Images.Images.Slice(0, test.Count).ToArray();
        int[][] own = test.Judge(judge, pixels), decoded = test.Judge(judge, model.Decode(model.EncodeSpins(pixels)));
        int values = test.ValuesOf(attribute).Length, size = test.Images.Images.Columns;
        var random = new Random((int)(EditSeed + seed));
        int[] targets = [.. own.Select(value => (value[attribute] + 1 + random.Next(values - 1)) % values)];
        double reached = 0, kept = 0, keptOfDecoded = 0, clear = 0, digit = 0, squares = 0, bits = 0;
        foreach (IGrouping<int, int> same in Enumerable.Range(0, test.Count).GroupBy(row => targets[row]))
        {
            int[] rows = [.. same];
            float[] images = [.. rows.SelectMany(row => test.Images.Images[row].ToArray())];
            EditedImages edited = edit(images, attribute, same.Key, [.. rows.Select(row => (ulong)row)]);
            int[][] found = test.Judge(judge, edited.Features);
            for (int k = 0; k < rows.Length; k++)
            {
                int row = rows[k];
                reached += found[k][attribute] == same.Key ? 1 : 0;
                digit += found[k][0] == test.Images.Labels[row] ? 1 : 0;
                bits += edited.ChangedBits[k];
                for (int other = 1; other < test.AttributeCount; other++)
                {
                    int value = test.Value(row, other);
                    if (other != attribute && value >= 0)
                    {
                        clear++;
                        kept += found[k][other] == value ? 1 : 0;
                        keptOfDecoded += decoded[row][other] == value ? 1 : 0;
                    }
                }
            }

            squares += images.Zip(edited.Features, (x, y) => Math.Pow(x - y, 2)).Sum();
        }

        return new(
            test.NameOf(attribute), reached / test.Count, kept / clear, attribute == 0 ? double.NaN : digit / test.Count,
            squares / test.Count / size, bits / test.Count)
        {
            KeptByDecoding = keptOfDecoded / clear,
        };
    }
}
