using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Experiments;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Tests;

/// <summary>The files of the folder models are those that models.json and README.md name, and do what is said of them.</summary>
[TestClass]
public sealed class ShippedModelTests
{
    private static readonly string Folder = Path.GetDirectoryName(TrainedModels.PathOf(ShippedModels.FileName))!;

    [TestMethod]
    public void FilesAreThoseThatAreNamed()
    {
        foreach (ShippedFile file in Models().SelectMany(model => model.Files))
        {
            Assert.AreEqual(file, ShippedFile.Of(Path.Combine(Folder, file.Name)));
            bool isForBrowsers = file.Name.EndsWith(".generator.onnx", StringComparison.Ordinal)
                || file.Name.EndsWith(".editor.onnx", StringComparison.Ordinal);
            Assert.IsTrue(!isForBrowsers || file.Bytes <= 4_000_000, file.Name);
        }
    }

    /// <summary>A file of today has the entries of one that an older release wrote of the same model.</summary>
    [TestMethod]
    public void AModelThatIsSavedAgainHasTheSameEntries()
    {
        string path = TrainedModels.PathOf("mnist-digits.bmvae");
        using var again = new MemoryStream();
        BmVaeModel.Load(path).Save(again);

        using FileStream shipped = File.OpenRead(path);
        CollectionAssert.AreEqual(Entries(shipped), Entries(again));

        // What is packed, since how tightly may depend on the processor.
        static string[] Entries(Stream file)
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return [.. zip.Entries.Select(entry => $"{entry.FullName} {Sum(entry)}")];
        }

        static string Sum(ZipArchiveEntry entry)
        {
            using Stream content = entry.Open();
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }
    }

    [TestMethod]
    public void ThePageShowsThem()
    {
        string page = File.ReadAllText(Path.Combine(Folder, "README.md"));

        Assert.AreEqual(ShippedModels.Renewed(page, Models()), page);
    }

    /// <summary>Bits are the same on every machine, features up to rounding: one digit of 200 may be read as another one.</summary>
    [TestMethod]
    public void GeneratorsDrawWhatIsSaidOfThem()
    {
        foreach (ShippedModel model in Models().Where(model => model.BitsSha256 is not null))
        {
            string file = Path.Combine(Folder, $"{model.Name}.generator.onnx");
            ShippedDraws rows = ShippedDraws.Draw(file, ShippedDraws.Checked, model.Seed);

            Assert.AreEqual(model.BitsSha256, rows.BitsSha256, model.Name);
            Assert.IsTrue(rows.Features.All(pixel => pixel is >= 0 and <= 1), model.Name);
            if (model.Name == "mnist")
            {
                Classifier judge = Classifier.Load(TrainedModels.PathOf("mnist-judge.bin"));
                double said = model.Figures[$"judge of {ShippedDraws.Checked}"];
                Assert.AreEqual(said, rows.JudgedBy(judge), 1.5 / ShippedDraws.Checked);
            }
        }
    }

    /// <summary>What the decoder draws, the encoder reads: bits of generated rows come back but for a few in a hundred.</summary>
    [TestMethod]
    public void EncodersReadWhatDecodersDraw()
    {
        foreach (ShippedModel model in Models().Where(model => model.BitsSha256 is not null))
        {
            ShippedDraws rows = ShippedDraws.Draw(
                Path.Combine(Folder, $"{model.Name}.generator.onnx"), ShippedDraws.Checked, model.Seed);
            float[] features = new float[rows.Features.Length], bits = new float[rows.Bits.Length];
            Run("decoder", "Bits", rows.Bits, "Features", features);
            Run("encoder", "Features", features, "Bits", bits);

            Assert.IsLessThan(1e-5, features.Zip(rows.Features).Max(pair => Math.Abs(pair.First - pair.Second)), model.Name);
            Assert.IsGreaterThan(0.8, bits.Zip(rows.Bits).Average(pair => pair.First == pair.Second ? 1 : 0), model.Name);

            void Run(string network, string input, float[] values, string output, float[] results)
            {
                byte[] file = File.ReadAllBytes(Path.Combine(Folder, $"{model.Name}.{network}.onnx"));
                using var session = new OnnxSession(network, file, input, [output]);
                session.Run(values, results);
            }
        }
    }

    /// <summary>Within 4 standard errors of a share of 200 rows.</summary>
    [TestMethod]
    public void TheSynthesizerDrawsItsTable()
    {
        const int Rows = 200;
        foreach (ShippedModel model in Models().Where(model => model.Name == "credit"))
        {
            IDataView rows = TableSynthesizer.Load(Path.Combine(Folder, $"{model.Name}.synthesizer")).Generate(Rows, seed: 2);
            KeyValuePair<string, double> said = model.Figures.First();
            string category = said.Key.Split(' ')[3];
            double share = rows.GetColumn<ReadOnlyMemory<char>>("Status")
                .Average(value => value.Span.SequenceEqual(category) ? 1 : 0);

            Assert.AreEqual(said.Value, share, 4 * Math.Sqrt(said.Value * (1 - said.Value) / Rows));
        }
    }

    /// <summary>Digits that the generator draws become the next digit, as the judge reads them, in nine of ten.</summary>
    [TestMethod]
    public void TheEditorMakesOtherDigits()
    {
        const float Keep = -1;
        ShippedDraws drawn = ShippedDraws.Draw(Path.Combine(Folder, "mnist.generator.onnx"), rows: 20, seed: 1);
        int[] wanted = [.. drawn.Labels.Select(digit => (digit + 1) % 10)];
        using var session = new EditorSession(File.ReadAllBytes(Path.Combine(Folder, "mnist.editor.onnx")));

        SessionEdits edits = session.Run([.. drawn.Features.Chunk(drawn.Features.Length / wanted.Length).Select(
            (pixels, row) => new RowToEdit(pixels, Id: row, Seed: 1, wanted[row], Keep, Keep, Keep))]);

        var pictures = new FeatureMatrix(edits.Edited.Length / wanted.Length, edits.Edited);
        Assert.IsGreaterThanOrEqualTo(0.9, Classifier.Load(TrainedModels.PathOf("mnist-judge.bin")).Accuracy(pictures, wanted));
        Assert.IsGreaterThan(0.95, edits.Reached.Average());
        Assert.IsGreaterThan(0.9, edits.Kept.Average());
    }

    private static IReadOnlyList<ShippedModel> Models()
    {
        IReadOnlyList<ShippedModel> models = ShippedModels.Read(Folder);
        string[] names = ["credit", "fashion-mnist", "mnist", "mnist-editor"];
        CollectionAssert.AreEqual(names, models.Select(model => model.Name).ToArray(), "models of models/models.json");
        return models;
    }
}
