using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The editor of digits as an ONNX file: the model of the experiments on attributes, trained unless it was before.</summary>
internal static class ShippedEditor
{
    public const string Name = "mnist-editor";

    private const ulong Seed = 1;
    private const int TrainingImages = 60_000, TestImages = 500, RowsAtOnce = 50;
    private const int QuickTrainingImages = 2000, QuickTestImages = 20;
    private const long MostBytes = 4_000_000;
    private const float Keep = -1;

    /// <param name="data">Folder with the four files of MNIST.</param>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="isQuick">Whether the figures mean nothing.</param>
    public static ShippedModel Make(string data, string folder, bool isQuick)
    {
        MeasuredDigits train = MeasuredDigits.OfTraining(
            LabeledImages.Load(data, "train").Slice(0, isQuick ? QuickTrainingImages : TrainingImages));
        MeasuredDigits test = train.Others(LabeledImages.Load(data, "t10k").Slice(0, isQuick ? QuickTestImages : TestImages));
        FinishedWork done = DigitModel.Finished(Checkout.Artifacts("experiments"), isQuick);
        BmVaeModel model = DigitModel.Of(done, "model", train, Seed, isQuick, withClasses: false).Load(done);
        string file = Path.Combine(folder, "mnist.editor.onnx");
        model.SaveEditorOnnx(file, precision: OnnxPrecision.Half);
        if (new FileInfo(file).Length is > MostBytes and long bytes)
        {
            throw new InvalidDataException($"'{file}': expected at most {MostBytes} bytes, got {bytes}.");
        }

        Results run = Results.Of(ModelTraining.Program, []);
        return new(
            Name, $"MNIST, {train.Count} training images", Seed, ModelTraining.CommandOf(Name), run.Commit, run.Machine,
            FiguresOf(file, model, test), [ShippedFile.Of(file)]);
    }

    /// <summary>Edits of test images by the file, as the experiment on editing measures them.</summary>
    private static Dictionary<string, double> FiguresOf(string file, BmVaeModel model, MeasuredDigits test)
    {
        using var session = new EditorSession(File.ReadAllBytes(file));
        Classifier judge = JudgeOfImages.OfMnist();
        EditingEvaluation.Scores[] scores =
        [
            .. Enumerable.Range(0, test.AttributeCount)
                .Select(attribute => EditingEvaluation.Measure(model, Edit, judge, test, attribute, Seed)),
        ];
        var figures = scores.ToDictionary(own => $"{own.Attribute} reached in edits of {test.Count} test images", own => own.Reached);
        figures["other attributes kept"] = scores.Average(own => own.Kept);
        figures["digit kept"] = scores.Skip(1).Average(own => own.Digit);
        return figures;

        EditingEvaluation.EditedImages Edit(float[] images, int attribute, int value, ulong[] ids)
        {
            int size = images.Length / ids.Length;
            float[] set = [.. Enumerable.Range(0, test.AttributeCount).Select(own => own == attribute ? value : Keep)];
            IEnumerable<RowToEdit> rows = images.Chunk(size).Zip(ids, (image, id) => new RowToEdit(image, (long)id, (long)Seed, set));
            SessionEdits[] edits = [.. rows.Chunk(RowsAtOnce).Select(part => session.Run(part))];
            return new(
                [.. edits.SelectMany(part => part.Edited)], [.. edits.SelectMany(part => part.ChangedBits).Select(bits => (int)bits)]);
        }
    }
}
